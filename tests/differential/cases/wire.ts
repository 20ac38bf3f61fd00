import type { Scenario } from '../scenario.ts';

/** HTTP as it stands on the wire, from both ends: what a client sends is written by hand, and so is what a server answers. */
export const wireCases: readonly Scenario[] = [
  {
    name: 'wire: two requests on one connection',
    files: {
      'main.cjs': String.raw`const http=require('http'),net=require('net'),{once}=require('events'); const raw=(port,text,opts={})=>new Promise((r)=>{const s=net.connect(port,'127.0.0.1'); let o=''; s.setEncoding('latin1'); s.on('data',d=>{o+=d; opts.onData?.(s,o)}); s.on('error',e=>{o+='<'+e.code+'>'}); s.on('close',()=>r(o.replace(/Date: .*/g,'Date: X'))); s.write(text); if(opts.end) s.end()}); const serve=async(h,o={})=>{const s=http.createServer(o,h); s.listen(0); await once(s,'listening'); return s};
(async()=>{const s=await serve((q,r)=>{r.end(q.url)}); console.log(await raw(s.address().port,'GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')); s.close()})()`,
    },
  },
  {
    name: 'wire: pipelined requests are answered in order',
    files: {
      'main.cjs': String.raw`const http=require('http'),net=require('net'),{once}=require('events'); const raw=(port,text,opts={})=>new Promise((r)=>{const s=net.connect(port,'127.0.0.1'); let o=''; s.setEncoding('latin1'); s.on('data',d=>{o+=d; opts.onData?.(s,o)}); s.on('error',e=>{o+='<'+e.code+'>'}); s.on('close',()=>r(o.replace(/Date: .*/g,'Date: X'))); s.write(text); if(opts.end) s.end()}); const serve=async(h,o={})=>{const s=http.createServer(o,h); s.listen(0); await once(s,'listening'); return s};
(async()=>{const s=await serve((q,r)=>{setTimeout(()=>r.end(q.url),q.url==='/slow'?40:1)}); console.log(await raw(s.address().port,'GET /slow HTTP/1.1\r\nHost: x\r\n\r\nGET /fast HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')); s.close()})()`,
    },
  },
  {
    name: 'wire: HTTP/1.0',
    files: {
      'main.cjs': String.raw`const http=require('http'),net=require('net'),{once}=require('events'); const raw=(port,text,opts={})=>new Promise((r)=>{const s=net.connect(port,'127.0.0.1'); let o=''; s.setEncoding('latin1'); s.on('data',d=>{o+=d; opts.onData?.(s,o)}); s.on('error',e=>{o+='<'+e.code+'>'}); s.on('close',()=>r(o.replace(/Date: .*/g,'Date: X'))); s.write(text); if(opts.end) s.end()}); const serve=async(h,o={})=>{const s=http.createServer(o,h); s.listen(0); await once(s,'listening'); return s};
(async()=>{const s=await serve((q,r)=>{r.write('a');r.end(q.httpVersion)}); console.log(await raw(s.address().port,'GET / HTTP/1.0\r\n\r\n')); console.log(await raw(s.address().port,'GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n')); s.close()})()`,
    },
  },
  {
    name: 'wire: requests that are none, with clientError',
    files: {
      'main.cjs': String.raw`const http=require('http'),net=require('net'),{once}=require('events'); const raw=(port,text,opts={})=>new Promise((r)=>{const s=net.connect(port,'127.0.0.1'); let o=''; s.setEncoding('latin1'); s.on('data',d=>{o+=d; opts.onData?.(s,o)}); s.on('error',e=>{o+='<'+e.code+'>'}); s.on('close',()=>r(o.replace(/Date: .*/g,'Date: X'))); s.write(text); if(opts.end) s.end()}); const serve=async(h,o={})=>{const s=http.createServer(o,h); s.listen(0); await once(s,'listening'); return s};
(async()=>{const s=await serve((q,r)=>r.end('ok')); s.on('clientError',(e,k)=>{console.log(e.code,e.message,e.reason,e.bytesParsed,e.rawPacket?.length); if(k.writable&&(!k._httpMessage||!k._httpMessage._headerSent)) k.end('HTTP/1.1 400 Mine\r\n\r\n'); else k.destroy(e)}); for(const t of ['nonsense\r\n\r\n','GET / HTTP/9.9\r\n\r\n','GET / HTTP/1.1\r\nbad header\r\n\r\n','GET / HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n','GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n','FOO / HTTP/1.1\r\nHost: x\r\n\r\n','GET /\u0001 HTTP/1.1\r\nHost: x\r\n\r\n','POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n','GET / HTTP/1.1\r\nHost: x\r\nX: a\u0000b\r\n\r\n','GET / HTTP/1.1\nHost: x\n\n','\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n','GET  / HTTP/1.1\r\nHost: x\r\n\r\n','GET / HTTP/1.1\r\n Host: x\r\n\r\n','GET http://h/p?q HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n']) console.log(JSON.stringify(t),await raw(s.address().port,t,{end:true})); s.close()})()`,
    },
  },
  {
    name: 'wire: requests that are none, by default',
    files: {
      'main.cjs': String.raw`const http=require('http'),net=require('net'),{once}=require('events'); const raw=(port,text,opts={})=>new Promise((r)=>{const s=net.connect(port,'127.0.0.1'); let o=''; s.setEncoding('latin1'); s.on('data',d=>{o+=d; opts.onData?.(s,o)}); s.on('error',e=>{o+='<'+e.code+'>'}); s.on('close',()=>r(o.replace(/Date: .*/g,'Date: X'))); s.write(text); if(opts.end) s.end()}); const serve=async(h,o={})=>{const s=http.createServer(o,h); s.listen(0); await once(s,'listening'); return s};
(async()=>{const s=await serve((q,r)=>r.end('ok')); for(const t of ['nonsense\r\n\r\n','GET / HTTP/1.1\r\n\r\n','GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n','GET / HTTP/1.1\r\nHost: x\r\nX-Big: '+'a'.repeat(17000)+'\r\n\r\n']) console.log(t.slice(0,30),await raw(s.address().port,t,{end:true})); s.close()})()`,
    },
  },
  {
    name: 'wire: Expect and 100 Continue',
    files: {
      'main.cjs': String.raw`const http=require('http'),net=require('net'),{once}=require('events'); const raw=(port,text,opts={})=>new Promise((r)=>{const s=net.connect(port,'127.0.0.1'); let o=''; s.setEncoding('latin1'); s.on('data',d=>{o+=d; opts.onData?.(s,o)}); s.on('error',e=>{o+='<'+e.code+'>'}); s.on('close',()=>r(o.replace(/Date: .*/g,'Date: X'))); s.write(text); if(opts.end) s.end()}); const serve=async(h,o={})=>{const s=http.createServer(o,h); s.listen(0); await once(s,'listening'); return s};
(async()=>{const s=await serve(async(q,r)=>{let b='';for await(const c of q)b+=c; r.end(b)}); const send=(head)=>raw(s.address().port,head,{onData:(k,o)=>{if(/100 Continue/.test(o)&&!k.sent){k.sent=1;k.write('hello')}}}); console.log(await send('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n')); s.on('checkContinue',(q,r)=>{console.log('checkContinue',q.headers.expect); r.writeHead(417); r.end()}); console.log(await send('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n')); console.log(await send('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nExpect: teapot\r\nConnection: close\r\n\r\n')); s.on('checkExpectation',(q,r)=>{r.end('expected '+q.headers.expect)}); console.log(await send('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nExpect: teapot\r\nConnection: close\r\n\r\n')); s.close(); s.closeAllConnections()})()`,
    },
  },
  {
    name: 'wire: statuses that have no body',
    files: {
      'main.cjs': String.raw`const http=require('http'),net=require('net'),{once}=require('events'); const raw=(port,text,opts={})=>new Promise((r)=>{const s=net.connect(port,'127.0.0.1'); let o=''; s.setEncoding('latin1'); s.on('data',d=>{o+=d; opts.onData?.(s,o)}); s.on('error',e=>{o+='<'+e.code+'>'}); s.on('close',()=>r(o.replace(/Date: .*/g,'Date: X'))); s.write(text); if(opts.end) s.end()}); const serve=async(h,o={})=>{const s=http.createServer(o,h); s.listen(0); await once(s,'listening'); return s};
(async()=>{const s=await serve((q,r)=>{r.statusCode=Number(q.url.slice(1)); r.setHeader('X-S',q.method); r.write?.('x'); r.end('body')}); for(const u of ['204','304','100','101','103','200','205','600','999']) console.log(await raw(s.address().port,'GET /'+u+' HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')); console.log(await raw(s.address().port,'HEAD /200 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')); s.close()})().catch(e=>{console.log(e.code,e.message);process.exit()}); process.on('uncaughtException',e=>{console.log('uncaught',e.code,e.message); process.exit()})`,
    },
  },
  {
    name: 'wire: HEAD',
    files: {
      'main.cjs': String.raw`const http=require('http'),net=require('net'),{once}=require('events'); const raw=(port,text,opts={})=>new Promise((r)=>{const s=net.connect(port,'127.0.0.1'); let o=''; s.setEncoding('latin1'); s.on('data',d=>{o+=d; opts.onData?.(s,o)}); s.on('error',e=>{o+='<'+e.code+'>'}); s.on('close',()=>r(o.replace(/Date: .*/g,'Date: X'))); s.write(text); if(opts.end) s.end()}); const serve=async(h,o={})=>{const s=http.createServer(o,h); s.listen(0); await once(s,'listening'); return s};
(async()=>{const s=await serve((q,r)=>{if(q.url==='/l') r.setHeader('Content-Length',5); if(q.url==='/e') r.end('hello'); else if(q.url==='/w'){r.write('he');r.end('llo')} else {r.writeHead(200,{'Content-Type':'text/plain'});r.end()}}); for(const u of ['/e','/w','/l','/x']) console.log(await raw(s.address().port,'HEAD '+u+' HTTP/1.1\r\nHost: x\r\n\r\nHEAD '+u+' HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')); s.close()})()`,
    },
  },
  {
    name: 'wire: strictContentLength',
    files: {
      'main.cjs': String.raw`const http=require('http'),net=require('net'),{once}=require('events'); const raw=(port,text,opts={})=>new Promise((r)=>{const s=net.connect(port,'127.0.0.1'); let o=''; s.setEncoding('latin1'); s.on('data',d=>{o+=d; opts.onData?.(s,o)}); s.on('error',e=>{o+='<'+e.code+'>'}); s.on('close',()=>r(o.replace(/Date: .*/g,'Date: X'))); s.write(text); if(opts.end) s.end()}); const serve=async(h,o={})=>{const s=http.createServer(o,h); s.listen(0); await once(s,'listening'); return s};
(async()=>{const s=await serve((q,r)=>{r.strictContentLength=true; r.setHeader('Content-Length',3); try{r.write('abcdef')}catch(e){console.log(e.code,e.message)} try{r.end('a')}catch(e){console.log(e.code,e.message)} r.destroy()}); console.log(await raw(s.address().port,'GET / HTTP/1.1\r\nHost: x\r\n\r\n')); s.close()})()`,
    },
  },
  {
    name: 'wire: a client that is destroyed, aborted, timed out or refused',
    files: {
      'main.cjs': `const http=require('http'),net=require('net'),{once}=require('events'); const raw=(port,text,opts={})=>new Promise((r)=>{const s=net.connect(port,'127.0.0.1'); let o=''; s.setEncoding('latin1'); s.on('data',d=>{o+=d; opts.onData?.(s,o)}); s.on('error',e=>{o+='<'+e.code+'>'}); s.on('close',()=>r(o.replace(/Date: .*/g,'Date: X'))); s.write(text); if(opts.end) s.end()}); const serve=async(h,o={})=>{const s=http.createServer(o,h); s.listen(0); await once(s,'listening'); return s};
(async()=>{const s=await serve((q,r)=>{if(q.url==='/hang')return; r.write('half'); setTimeout(()=>r.destroy(),5)}); const port=s.address().port; const go=(o,f)=>new Promise(d=>{const log=[]; const c=http.request({port,agent:false,...o}); c.on('error',e=>log.push(['error',e.name,e.code,e.message])); c.on('response',r=>{r.on('data',x=>log.push(['data',String(x)])); r.on('error',e=>log.push(['res error',e.code,e.message])); r.on('aborted',()=>log.push('res aborted')); r.on('end',()=>log.push('end')); r.on('close',()=>log.push(['res close',r.complete,r.destroyed,r.errored?.code]))}); c.on('abort',()=>log.push('abort')); c.on('timeout',()=>{log.push('timeout'); c.destroy()}); c.on('close',()=>{log.push(['close',c.destroyed,c.aborted,c.reusedSocket]); setTimeout(()=>d(log),5)}); c.end(); f?.(c)}); console.log(await go({path:'/cut'})); console.log(await go({path:'/hang'},c=>setTimeout(()=>c.destroy(),10))); console.log(await go({path:'/hang'},c=>setTimeout(()=>c.destroy(new Error('mine')),10))); console.log(await go({path:'/hang'},c=>setTimeout(()=>c.abort(),10))); console.log(await go({path:'/hang',timeout:15})); console.log(await go({path:'/hang',signal:AbortSignal.timeout(15)})); console.log(await go({path:'/hang',signal:AbortSignal.abort()})); console.log(await go({path:'/hang'},c=>c.destroy())); console.log(await go({port:4998})); console.log(await go({host:'no.such.host.invalid'}).then(l=>l.map(x=>Array.isArray(x)?x.slice(0,2):x))); s.close(); s.closeAllConnections()})()`,
    },
  },
  {
    name: 'wire: answers that are none',
    files: {
      'main.cjs': String.raw`const http=require('http'),net=require('net'),{once}=require('events'); const raw=(port,text,opts={})=>new Promise((r)=>{const s=net.connect(port,'127.0.0.1'); let o=''; s.setEncoding('latin1'); s.on('data',d=>{o+=d; opts.onData?.(s,o)}); s.on('error',e=>{o+='<'+e.code+'>'}); s.on('close',()=>r(o.replace(/Date: .*/g,'Date: X'))); s.write(text); if(opts.end) s.end()}); const serve=async(h,o={})=>{const s=http.createServer(o,h); s.listen(0); await once(s,'listening'); return s};
(async()=>{const answers=['garbage','HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort','HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz','HTTP/1.1 200 OK\r\nbad header\r\n\r\n','','HTTP/1.1 abc\r\n\r\n','HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc','HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok','HTTP/1.1 204 No\r\n\r\nbody','HTTP/1.0 200 OK\r\n\r\nuntil close','HTTP/1.1 103 Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\ny','HTTP/1.1 200 OK\r\nX: '+'a'.repeat(20000)+'\r\n\r\n']; let n=0; const s=net.createServer(k=>{k.on('error',()=>{}); k.once('data',()=>k.end(answers[n]))}); s.listen(0); await once(s,'listening'); for(n=0;n<answers.length;n++){ console.log(n, await new Promise(d=>{const log=[]; const c=http.get({port:s.address().port,agent:false}); c.on('information',i=>log.push(['info',i.statusCode])); c.on('error',e=>log.push([e.code,e.message,e.reason])); c.on('response',r=>{log.push(r.statusCode,r.statusMessage); let b='';r.on('data',x=>b+=x).on('error',e=>log.push(['res',e.code,e.message])).on('close',()=>log.push(b,r.complete))}); c.on('close',()=>setTimeout(()=>d(log),5))})); try{const r=await fetch('http://127.0.0.1:'+s.address().port); console.log('  fetch',r.status,r.statusText,await r.text())}catch(e){console.log('  fetch',e.message,e.cause?.name,e.cause?.code,e.cause?.message)} } s.close()})()`,
    },
  },
  {
    name: 'wire: headers that come twice',
    files: {
      'main.cjs': String.raw`const http=require('http'),net=require('net'),{once}=require('events'); const raw=(port,text,opts={})=>new Promise((r)=>{const s=net.connect(port,'127.0.0.1'); let o=''; s.setEncoding('latin1'); s.on('data',d=>{o+=d; opts.onData?.(s,o)}); s.on('error',e=>{o+='<'+e.code+'>'}); s.on('close',()=>r(o.replace(/Date: .*/g,'Date: X'))); s.write(text); if(opts.end) s.end()}); const serve=async(h,o={})=>{const s=http.createServer(o,h); s.listen(0); await once(s,'listening'); return s};
(async()=>{const s=await serve((q,r)=>{r.setHeader('X-U',['1','2']); r.end(JSON.stringify(q.headers.authorization))},{joinDuplicateHeaders:true,uniqueHeaders:['x-u']}); console.log(await raw(s.address().port,'GET / HTTP/1.1\r\nHost: x\r\nAuthorization: q\r\nAuthorization: w\r\nConnection: close\r\n\r\n')); s.close()})()`,
    },
  },
  {
    name: 'wire: maxHeaderSize and insecureHTTPParser',
    files: {
      'main.cjs': String.raw`const http=require('http'),net=require('net'),{once}=require('events'); const raw=(port,text,opts={})=>new Promise((r)=>{const s=net.connect(port,'127.0.0.1'); let o=''; s.setEncoding('latin1'); s.on('data',d=>{o+=d; opts.onData?.(s,o)}); s.on('error',e=>{o+='<'+e.code+'>'}); s.on('close',()=>r(o.replace(/Date: .*/g,'Date: X'))); s.write(text); if(opts.end) s.end()}); const serve=async(h,o={})=>{const s=http.createServer(o,h); s.listen(0); await once(s,'listening'); return s};
(async()=>{const s=await serve((q,r)=>r.end('ok'),{maxHeaderSize:100}); console.log(await raw(s.address().port,'GET / HTTP/1.1\r\nHost: x\r\nX: '+'a'.repeat(200)+'\r\n\r\n')); s.close(); const t=await serve((q,r)=>r.end('ok'),{insecureHTTPParser:true}); console.log(await raw(t.address().port,'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n')); t.close()})()`,
    },
  },
  {
    name: 'wire: connections that an agent keeps',
    files: {
      'main.cjs': `const http=require('http'),net=require('net'),{once}=require('events'); const raw=(port,text,opts={})=>new Promise((r)=>{const s=net.connect(port,'127.0.0.1'); let o=''; s.setEncoding('latin1'); s.on('data',d=>{o+=d; opts.onData?.(s,o)}); s.on('error',e=>{o+='<'+e.code+'>'}); s.on('close',()=>r(o.replace(/Date: .*/g,'Date: X'))); s.write(text); if(opts.end) s.end()}); const serve=async(h,o={})=>{const s=http.createServer(o,h); s.listen(0); await once(s,'listening'); return s};
(async()=>{const s=await serve((q,r)=>{r.end(String(q.socket.remotePort))}); const port=s.address().port; const a=new http.Agent({keepAlive:true,maxSockets:1}); const get=(o={})=>new Promise((d,j)=>{const c=http.get({port,agent:a,...o},r=>{let b='';r.on('data',x=>b+=x).on('end',()=>d([c.reusedSocket,b,r.headers.connection,r.headers['keep-alive']]))}).on('error',j)}); const [x,y,z]=await Promise.all([get(),get(),get()]); console.log(x[1]===y[1],y[0],z[0],x.slice(2)); console.log(Object.keys(a.sockets).length,Object.keys(a.freeSockets).map(k=>k.replace(port,'P')),a.totalSocketCount,a.getName({host:'h',port:1,localAddress:'l',family:4})); await new Promise(r=>setImmediate(r)); console.log(Object.keys(a.freeSockets).length,a.freeSockets[Object.keys(a.freeSockets)[0]]?.length); const n=await get({agent:false}); console.log(n[0],n[2]); s.closeAllConnections(); await new Promise(r=>setTimeout(r,10)); const again=await get(); console.log(again[0]); a.destroy(); s.close()})()`,
    },
  },
  {
    name: 'wire: upgrade and CONNECT',
    files: {
      'main.cjs': String.raw`const http=require('http'),net=require('net'),{once}=require('events'); const raw=(port,text,opts={})=>new Promise((r)=>{const s=net.connect(port,'127.0.0.1'); let o=''; s.setEncoding('latin1'); s.on('data',d=>{o+=d; opts.onData?.(s,o)}); s.on('error',e=>{o+='<'+e.code+'>'}); s.on('close',()=>r(o.replace(/Date: .*/g,'Date: X'))); s.write(text); if(opts.end) s.end()}); const serve=async(h,o={})=>{const s=http.createServer(o,h); s.listen(0); await once(s,'listening'); return s};
(async()=>{const s=await serve((q,r)=>r.end('plain')); const port=s.address().port; console.log(await raw(port,'GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: ws\r\n\r\n',{end:true})); s.on('upgrade',(q,k,h)=>{console.log('upgrade',q.headers.upgrade,h.length); k.end('HTTP/1.1 101 Switching\r\n\r\nhi')}); console.log(await raw(port,'GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: ws\r\n\r\n')); console.log(await raw(port,'CONNECT h:1 HTTP/1.1\r\nHost: x\r\n\r\n')); s.on('connect',(q,k)=>{console.log(q.url);k.end('HTTP/1.1 200 OK\r\n\r\n')}); console.log(await raw(port,'CONNECT h:1 HTTP/1.1\r\nHost: x\r\n\r\n')); s.close()})()`,
    },
  },
  {
    name: 'wire: events of a request’s body',
    files: {
      'main.cjs': String.raw`const http=require('http'),net=require('net'),{once}=require('events'); const raw=(port,text,opts={})=>new Promise((r)=>{const s=net.connect(port,'127.0.0.1'); let o=''; s.setEncoding('latin1'); s.on('data',d=>{o+=d; opts.onData?.(s,o)}); s.on('error',e=>{o+='<'+e.code+'>'}); s.on('close',()=>r(o.replace(/Date: .*/g,'Date: X'))); s.write(text); if(opts.end) s.end()}); const serve=async(h,o={})=>{const s=http.createServer(o,h); s.listen(0); await once(s,'listening'); return s};
(async()=>{const s=await serve((q,r)=>{const log=[]; for(const n of ['data','end','close','aborted','error','pause','resume']) q.on(n,(x)=>log.push(n==='data'?x.length:n==='error'?[n,x.code,x.message]:n)); r.on('close',()=>setTimeout(()=>console.log(q.url,log,q.complete,q.readableEnded,q.destroyed,r.writableFinished),5)); if(q.url!=='/cut') q.on('end',()=>r.end('ok')); }); const port=s.address().port; await raw(port,'POST /ok HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc'); await raw(port,'POST /chunked HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n'); const k=net.connect(port); k.on('error',()=>{}); k.write('POST /cut HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc'); setTimeout(()=>k.destroy(),20); await once(k,'close'); await new Promise(r=>setTimeout(r,30)); await raw(port,'GET /get HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'); s.close()})()`,
    },
  },
  {
    name: 'wire: an answer before the upload has ended',
    files: {
      'main.cjs': `const http=require('http'),net=require('net'),{once}=require('events'); const raw=(port,text,opts={})=>new Promise((r)=>{const s=net.connect(port,'127.0.0.1'); let o=''; s.setEncoding('latin1'); s.on('data',d=>{o+=d; opts.onData?.(s,o)}); s.on('error',e=>{o+='<'+e.code+'>'}); s.on('close',()=>r(o.replace(/Date: .*/g,'Date: X'))); s.write(text); if(opts.end) s.end()}); const serve=async(h,o={})=>{const s=http.createServer(o,h); s.listen(0); await once(s,'listening'); return s};
(async()=>{const s=await serve((q,r)=>{r.writeHead(413,{Connection:'close'}); r.end('too big'); }); const c=http.request({port:s.address().port,method:'POST',agent:false,headers:{'Content-Length':1e6}},r=>{console.log(r.statusCode); r.resume().on('end',()=>{console.log('end',r.complete); c.destroy(); s.close(); s.closeAllConnections()})}); c.on('error',e=>console.log(e.code)); c.write('x'.repeat(1000))})()`,
    },
  },
  {
    name: 'wire: fetch in every form',
    files: {
      'main.cjs': String.raw`const http=require('http'); const s=http.createServer(async(q,r)=>{ let b='';for await(const c of q)b+=c; if(q.url==='/redir'){r.writeHead(302,{Location:'/ok'});return r.end()} if(q.url==='/loop'){r.writeHead(302,{Location:'/loop'});return r.end()} if(q.url==='/307'){r.writeHead(307,{Location:'/echo'});return r.end()} if(q.url==='/badloc'){r.writeHead(302,{Location:'http://['});return r.end()} if(q.url==='/gzip'){r.writeHead(200,{'Content-Encoding':'gzip'});return r.end(require('zlib').gzipSync('zipped'))} if(q.url==='/badgzip'){r.writeHead(200,{'Content-Encoding':'gzip'});return r.end('not zipped')} if(q.url==='/cut'){r.writeHead(200,{'Content-Length':10});r.write('abc');return setTimeout(()=>r.destroy(),5)} if(q.url==='/hang')return; if(q.url==='/slowbody'){r.write('x');return} if(q.url==='/204'){r.statusCode=204;return r.end()} if(q.url==='/500'){r.statusCode=500;return r.end('<html>')} if(q.url==='/cookies'){r.setHeader('Set-Cookie',['a=1','b=2'])} r.end(JSON.stringify([q.method,q.headers,b])) }).listen(0,async()=>{ const u='http://127.0.0.1:'+s.address().port; const port=String(s.address().port);
for (const [n,f] of Object.entries({ok:async()=>{const r=await fetch(u+'/ok');return [r.status,r.statusText,r.ok,r.type,r.redirected,r.url.replace(port,'P'),[...r.headers.keys()],(await r.text()).replace(port,'P')]}, post:async()=>(await fetch(u,{method:'POST',body:'x'})).json(), json:async()=>(await fetch(u,{method:'POST',body:JSON.stringify({a:1}),headers:{'content-type':'application/json'}})).json(), params:async()=>(await fetch(u,{method:'POST',body:new URLSearchParams({a:'1 2'})})).json(), form:async()=>{const f=new FormData();f.append('a','1');f.append('f',new Blob(['x'],{type:'text/plain'}),'n.txt');return (await(await fetch(u,{method:'POST',body:f})).text()).replace(/-{4,}[\w-]+/g,'BOUNDARY').replace(/formdata-undici-\d+/g,'B')}, stream:async()=>(await fetch(u,{method:'POST',body:new ReadableStream({start(c){c.enqueue(new TextEncoder().encode('s'));c.close()}}),duplex:'half'})).json(), noduplex:()=>fetch(u,{method:'POST',body:new ReadableStream()}), getbody:()=>fetch(u,{body:'x'}), method:()=>fetch(u,{method:'CONNECT'}), badmethod:()=>fetch(u,{method:'a b'}), redir:async()=>{const r=await fetch(u+'/redir');return [r.redirected,r.url.endsWith('/ok')]}, manual:async()=>{const r=await fetch(u+'/redir',{redirect:'manual'});return [r.status,r.type,r.headers.get('location')]}, rerror:()=>fetch(u+'/redir',{redirect:'error'}), loop:()=>fetch(u+'/loop'), r307:async()=>(await(await fetch(u+'/307',{method:'POST',body:'kept'})).json())[2], badloc:()=>fetch(u+'/badloc'), gzip:async()=>(await fetch(u+'/gzip')).text(), badgzip:async()=>(await fetch(u+'/badgzip')).text(), cut:async()=>(await fetch(u+'/cut')).text(), timeout:()=>fetch(u+'/hang',{signal:AbortSignal.timeout(20)}), timeoutbody:async()=>(await fetch(u+'/slowbody',{signal:AbortSignal.timeout(30)})).text(), abort:()=>{const c=new AbortController();setTimeout(()=>c.abort(),10);return fetch(u+'/hang',{signal:c.signal})}, aborted:()=>fetch(u,{signal:AbortSignal.abort(new Error('mine'))}), e204:async()=>(await fetch(u+'/204')).json(), e500:async()=>{const r=await fetch(u+'/500');console.log(r.ok,r.status);return r.json()}, twice:async()=>{const r=await fetch(u);await r.text();return r.text()}, clone:async()=>{const r=await fetch(u);const c=r.clone();return (await r.text())===(await c.text())}, cookies:async()=>(await fetch(u+'/cookies')).headers.getSetCookie(), head:async()=>{const r=await fetch(u,{method:'HEAD'});return [r.status,await r.text()]}, refused:()=>fetch('http://127.0.0.1:4997'), badport:()=>fetch('http://127.0.0.1:22'), badurl:()=>fetch('/rel'), scheme:()=>fetch('ftp://x'), creds:()=>fetch('http://a:b@x/'), file:()=>fetch('file:///x'), data:async()=>(await fetch('data:text/plain,hi')).text(), badheaders:()=>fetch(u,{headers:{'a b':'1'}}), nullheader:async()=>(await(await fetch(u,{headers:{x:null}})).json())[1].x, host:()=>fetch('http://no.such.invalid/'), empty:()=>fetch(), mode:async()=>(await fetch(u,{mode:'no-cors',cache:'no-store',credentials:'include'})).status, bytes:async()=>(await(await fetch(u)).bytes()).constructor.name, iter:async()=>{let n=0;for await(const c of (await fetch(u)).body)n+=c.length;return n>0}, formbad:async()=>(await fetch(u)).formData(), blob:async()=>(await(await fetch(u)).blob()).size>0, ua:async()=>(await(await fetch(u,{headers:{'user-agent':'me'}})).json())[1]['user-agent'], reqobj:async()=>(await(await fetch(new Request(u,{method:'PUT',body:'q'}))).json()).slice(0,1)})) { try { console.log(n, JSON.stringify(await f())?.replaceAll(port,'P')) } catch (e) { const c=e.cause; console.log(n, e.name, e.code, e.message.replaceAll(port,'P'), '|', c?.name, c?.code, c?.message?.replaceAll(port,'P'), c?.syscall, c?.cause?.message) } } s.close(); s.closeAllConnections(); });`,
    },
  },
  {
    name: 'wire: a handler that throws',
    files: {
      'main.cjs': `const http=require('http'); http.createServer((q,r)=>{ const o=undefined; o.x }).listen(4993,()=>{ http.get('http://127.0.0.1:4993',()=>{}).on('error',e=>console.log(e.code,e.message)) })`,
    },
  },
  {
    name: 'wire: captureRejections of a server',
    files: {
      'main.cjs': `const http=require('http'); const s=http.createServer({captureRejections:true},async(q,r)=>{ if(q.url==='/w') r.write('x'); throw new Error('async handler') }); require('events').captureRejections=true; const t=http.createServer(async(q,r)=>{ throw new Error('second') }); t.listen(0,async()=>{ const r=await fetch('http://127.0.0.1:'+t.address().port).catch(e=>e); console.log(r.status,r.statusText,r.message,await r.text?.()); t.close() })`,
    },
  },
];
