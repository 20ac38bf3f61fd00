import type { Scenario } from '../scenario.ts';

const CALLS = 'const t=f=>{ try { console.log(f()) } catch(e){ console.log(e.name,e.code,e.message) } };';

/** What few programs do, and what a program that does it sees. */
export const cornersCases: readonly Scenario[] = [
  {
    name: 'corners: stdin read at once, in pieces and to its end',
    files: {
      'main.cjs': `const fs=require('fs'); const b=Buffer.alloc(4); console.log(fs.readSync(0,b),b.toString()); console.log(JSON.stringify(fs.readFileSync(0,'utf8')),fs.readSync(0,b)); process.stdin.on('data',()=>console.log('never')).on('end',()=>console.log('end'))`,
    },
    stdin: 'first line\nand the rest ✓\n',
  },
  {
    name: 'corners: --trace-exit',
    files: { 'main.cjs': 'function bye(){ process.exit(3) }\nbye();\n' },
    args: ['--trace-exit', 'main.cjs'],
  },
  {
    name: 'corners: --trace-uncaught of an error',
    files: {
      'main.cjs':
        "function make(){ return new Error('made here') }\nconst e = make();\nfunction thrower(){ throw e }\nthrower();\n",
    },
    args: ['--trace-uncaught', 'main.cjs'],
  },
  {
    name: 'corners: --trace-uncaught of a number',
    files: { 'main.cjs': 'function thrower(){ throw 5 }\nthrower();\n' },
    args: ['--trace-uncaught', 'main.cjs'],
  },
  {
    name: 'corners: descriptors that are none',
    files: {
      'main.cjs': `const fs=require('fs'); ${CALLS} for (const fd of [-1,99,'a',2**31,1.5]) { t(()=>fs.readSync(fd,Buffer.alloc(1))); t(()=>fs.closeSync(fd)); t(()=>fs.fstatSync(fd)) } t(()=>fs.mkdtempSync('/nope/x-')); fs.mkdtemp('/nope/y-',e=>console.log(e.path.length,e.path.endsWith('XXXXXX'),e.syscall))`,
    },
  },
  {
    name: 'corners: URLPattern',
    files: {
      'main.cjs': `${CALLS} t(()=>URLPattern()); for (const a of [['('],[{pathname:'/:id(\\\\d+'}],[5],['/x'],['/x','nourl'],[{},5],[{},'http://x'],[],[undefined],[null],[{pathname:5}],['/x','http://a',5],['/x','http://a',{}],[{},{ignoreCase:true}],[{baseURL:'nope'}],[Symbol()]]) t(()=>{ const p=new URLPattern(...a); return [p.protocol,p.hostname,p.pathname,p.hasRegExpGroups] }); const p=new URLPattern({pathname:'/u/:id'}); for (const a of [[],[5],[null],['/x','nope'],['/u/1','http://a'],[{},5],['http://x/u/5']]) { t(()=>p.exec(...a)?.pathname.groups.id); t(()=>p.test(...a)) } console.log(URLPattern,p,String(p)); t(()=>URLPattern.prototype.pathname); class Sub extends URLPattern {} console.log(new Sub({pathname:'/a'}) instanceof Sub)`,
    },
  },
  {
    name: 'corners: methods of console that speak to a debugger',
    files: {
      'main.cjs': `${CALLS} console.log(console); console.log(Reflect.ownKeys(console).map(String).join(' ')); t(()=>console.profile()); t(()=>console.createTask()); t(()=>console.createTask('x').run(()=>5)); t(()=>Object.keys(console.context('c')).join())`,
    },
  },
  {
    name: 'corners: the keys of process',
    files: {
      'main.cjs': `for (const list of [Object.keys(process),Object.getOwnPropertyNames(process),Object.getOwnPropertyNames(Object.getPrototypeOf(process)),Object.keys(process.versions),Object.keys(process.release),Object.keys(process.features),Object.keys(globalThis)]) console.log(list.join(' '))`,
    },
  },
  {
    name: 'corners: the names of globals',
    files: {
      'main.cjs': `console.log(Object.getOwnPropertyNames(globalThis).sort().join(' ')); for (const name in globalThis) process.stderr.write(name+' ')`,
    },
  },
  {
    name: 'corners: a rejection that its listener handles',
    files: {
      'main.cjs': `let p; process.on('unhandledRejection',(r,q)=>{ console.log('unhandled',r.message); q.catch(()=>console.log('caught')) }); process.on('rejectionHandled',q=>console.log('handled',q===p)); p=Promise.reject(new Error('one')); setTimeout(()=>{ const q=Promise.reject(new Error('two')); setTimeout(()=>q.catch(()=>{}),10) },10)`,
    },
  },
  {
    name: 'corners: a proxy of an error that nobody catches',
    files: { 'main.cjs': "throw new Proxy(new Error('proxied'),{});\n" },
  },
  {
    name: 'corners: traps of a proxy that nobody catches',
    files: {
      'main.cjs':
        "throw new Proxy({a:1},{get(t,k){ console.log('get',String(k)); return t[k] }, has(t,k){console.log('has',String(k)); return k in t}});\n",
    },
  },
  {
    name: 'corners: vm with a timeout',
    files: {
      'main.cjs': `const vm=require('vm'); ${CALLS} for (const code of ['1+1','while(true){}','for(;;);','do ; while(1)','a: for (const x of (function*(){ for(;;) yield 1 })()) continue a','try { for(;;){} } catch { 5 }','try { for(;;){} } finally { 6 }','let n=0; while (n<5) n++; n']) { const timeout=/^(1|let)/.test(code)?5000:20; t(()=>vm.runInNewContext(code,{},{timeout})); t(()=>vm.runInThisContext(code.replace('let n','var n'),{timeout})) } t(()=>new vm.Script('1').runInThisContext({timeout:0})); t(()=>new vm.Script('1').runInNewContext({},{timeout:'a'})); console.log('goes on')`,
    },
  },
  {
    name: 'corners: a connection that is reset as it is made',
    files: {
      'main.cjs': `const net=require('net'),http=require('http'); const say=e=>console.log(e.message.replace(/\\d+$/,'<port>'),e.code,e.syscall); const s=net.createServer(c=>c.resetAndDestroy()).listen(0,()=>{ const {port}=s.address(); const c=net.connect(port); c.on('connect',()=>console.log('connect')).on('error',say).on('close',h=>{ console.log('close',h); http.get({port},()=>{}).on('error',e=>{ say(e); fetch('http://127.0.0.1:'+port).catch(e=>{ console.log(e.message); say(e.cause); s.close() }) }) }) })`,
    },
  },
  {
    name: 'corners: connections that the server closes all at once',
    files: {
      'main.cjs': `const http=require('http'); const s=http.createServer((q,r)=>{ if(q.url==='/a') r.write('a'); setTimeout(()=>s.closeAllConnections(),20) }).listen(0,()=>{ const {port}=s.address(); http.get({port,path:'/a'},r=>{ r.on('data',d=>console.log('data '+d)).on('error',e=>console.log('error',e.code,e.message)).on('aborted',()=>console.log('aborted')).on('close',()=>{ console.log('close',r.complete); http.get({port,path:'/b'}).on('error',e=>{ console.log(e.code,e.message,e.syscall); fetch('http://127.0.0.1:'+port).catch(e=>{ console.log(e.message,e.cause.code,e.cause.message,e.cause.name); s.close() }) }) }) }) })`,
    },
  },
  {
    name: 'corners: Unix sockets where there is no place for one',
    files: {
      'main.cjs': `const net=require('net'),fs=require('fs'); fs.writeFileSync('file',''); const one=(path,next)=>{ const s=net.createServer().listen(path,()=>{ console.log('listens',path); s.close(next) }).on('error',e=>{ console.log(e.code,e.message,e.syscall,e.address,e.port); next() }) }; one('/nope/sock',()=>one('file',()=>one('file/x',()=>one('here.sock',()=>{}))))`,
    },
  },
  {
    name: 'corners: commands for a shell',
    files: {
      'main.cjs': `const cp=require('child_process'); require('fs').writeFileSync('t.txt','text\\n'); const one=c=>new Promise(r=>cp.exec(c,(e,so,se)=>{ console.log(JSON.stringify(c),e&&[e.message,e.code,e.killed,e.signal,e.cmd],JSON.stringify(so),JSON.stringify(se)); r() })); (async()=>{ for (const c of ['A=1 node -p "process.env.A" x','nonexistent','echo "unterminated','cat t.txt nope; ls nodir; cd nodir; echo $? "$HOME_-x" > out.txt 2>&1; cat out.txt; false && echo no || echo yes >&2; export B=2 && node -p process.env.B; exit 3']) await one(c); console.log(cp.spawnSync(process.execPath+' -p 1+1',{shell:true,encoding:'utf8'}).output) })()`,
    },
  },
  {
    name: 'corners: copies and blobs of what is not there, or in the way',
    files: {
      'main.cjs': `const fs=require('fs'); ${CALLS} fs.mkdirSync('x'); fs.writeFileSync('f','abc'); fs.writeFileSync('d','in the way'); t(()=>fs.cpSync('f','d/e/y')); t(()=>fs.cpSync('f','d/y')); t(()=>fs.cpSync('x','d/y',{recursive:true})); t(()=>fs.cpSync('f','q/w/e')); t(()=>fs.openAsBlob('no'))`,
    },
  },
  {
    name: 'corners: a file with Windows line ends',
    files: { 'main.cjs': 'const a = 1;\r\nfunction f() {\r\n  throw new Error("crlf");\r\n}\r\nf();\r\n' },
  },
  {
    name: 'corners: a module with Windows line ends',
    files: {
      'main.mjs':
        'const s = `x\r\ny`; console.log(JSON.stringify(s), JSON.stringify((()=>{\r\n1}).toString()));\r\nawait null;\r\nlet b = 2;\r\nnull.x',
    },
  },
  {
    name: 'corners: stacks in callbacks of every kind',
    files: {
      'main.cjs': `const say=n=>console.log(n,new Error(n).stack); require('fs').readFile(__filename,()=>{ say('file'); const e=new (require('events'))(); e.on('x',()=>say('event')); e.emit('x'); [1].map(()=>say('map')); (async()=>{ await null; say('await') })(); const {Readable}=require('stream'); new Readable({read(){ say('read'); this.push(null) }}).resume(); require('vm').runInThisContext('console.log(new Error("vm").stack)',{filename:'/x/vm.js'}); new Promise(()=>say('promise')); require('http').createServer((q,s)=>{ say('request'); s.end('body') }).listen(0,function(){ require('http').get({port:this.address().port},r=>{ say('response'); r.on('data',()=>say('data')).on('end',()=>say('end')); this.close() }) }) })`,
    },
  },
  {
    name: 'corners: the order of the ends of a fork, and its serialization',
    files: {
      'main.cjs': `const {fork}=require('child_process'); const run=(m,o,act)=>new Promise(r=>{ const l=[]; const c=fork('child.cjs',[m],{silent:true,...o}); c.stderr.resume(); c.on('message',m=>l.push(m)).on('disconnect',()=>l.push('disconnect')).on('exit',(...a)=>l.push(['exit',...a])).on('close',()=>r(console.log(m,l))); c.stdout.on('data',d=>l.push(String(d))); act?.(c) }); (async()=>{ await run('throw'); await run('exit'); await run('signal',{},c=>c.once('message',()=>c.kill())); await run('leave'); await run('advanced',{serialization:'advanced'},c=>c.send(new Map([[1,{b:2n,c:Buffer.from('x'),e:new RangeError('r')}]]))) })()`,
      'child.cjs': `const m=process.argv[2]; if(m==='throw') throw new RangeError('child'); else if(m==='exit') process.send('bye',()=>process.exit(3)); else if(m==='signal') { setInterval(()=>{},1000); process.send('ready') } else if(m==='leave') { console.log('out'); process.disconnect() } else process.once('message',x=>{ process.send([x,x.get(1).e.message]); process.disconnect() })`,
    },
  },
  {
    name: 'corners: threads with options that there are not',
    files: {
      'main.cjs': `const {Worker}=require('worker_threads'); for (const execArgv of [['--nope'],['--no-warnings','--bad=1'],['-r','./none.js'],['--stack-trace-limit=5']]) try { new Worker('console.log(process.execArgv)',{eval:true,execArgv}).on('error',e=>console.log(e.code)).on('exit',c=>console.log(c)) } catch (e) { console.log(e.name,e.code,e.message) }`,
    },
  },
  {
    name: 'corners: a stack that is read when the limit is another one',
    files: {
      'main.cjs': `const f=(n,limit,later)=>{ if(n>0) return f(n-1,limit,later); Error.stackTraceLimit=limit; const e=new Error('x'); Error.stackTraceLimit=later; const lines=e.stack.split('\\n').length; Error.stackTraceLimit=10; return lines }; for (const [limit,later] of [[10,0],[10,5],[5,10],[0,10],[50,10],[2,2],[Infinity,3]]) console.log(limit,later,f(40,limit,later))`,
    },
  },
  {
    name: 'corners: stacks of code that eval was given',
    files: {
      'main.cjs': `function f(){ return eval('\\n  (function g(){ throw new Error("in eval") })()') } try { f() } catch (e) { console.log(e.stack.split('\\n').slice(0,6).join('\\n')) } const h = new Function('a', 'throw new TypeError("nf")'); try { h() } catch (e) { console.log(e.stack.split('\\n').slice(0,4).join('\\n')) }`,
    },
  },
];
