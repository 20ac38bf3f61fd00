const later = (act) => setTimeout(act, 10);
const fail = () => {
  throw new Error('a bug');
};

/** Ways in which a process comes to its end. */
export const endings = {
  'nothing is left to do': () => {},
  'a timer throws, and nobody listens': () => later(fail),
  'a promise is rejected, and nobody listens': () => Promise.reject(new Error('a bug')),
  'a listener for uncaught errors only logs': () => {
    process.on('uncaughtException', (err) => console.error(err));
    later(fail);
  },
  'a listener for uncaught errors throws itself': () => {
    process.on('uncaughtException', fail);
    later(fail);
  },
  'a top-level await is never settled': () => new Promise(() => {}),
  'the program set process.exitCode to 3': () => {
    process.exitCode = 3;
  },
  'SIGTERM, and nobody listens': () => {
    setInterval(() => {}, 1000);
    process.send('ready');
  },
};
