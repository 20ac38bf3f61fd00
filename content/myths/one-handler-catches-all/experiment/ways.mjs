import { EventEmitter } from 'node:events';
import { createReadStream, readFile } from 'node:fs';

const boom = (name) => new Error(name);
const later = (work) => setTimeout(work, 20);

/** Nineteen ways to fail: a name, and a route of an Express app or what is done to the app. */
export const ways = [
  [
    'throw in a route',
    (app) =>
      app.get('/x', () => {
        throw boom('throw');
      }),
  ],
  [
    'rejection of an async route',
    (app) =>
      app.get('/x', async () => {
        throw boom('async');
      }),
  ],
  ['next(err)', (app) => app.get('/x', (req, res, next) => next(boom('next')))],
  [
    'throw in middleware',
    (app) =>
      app.use(() => {
        throw boom('middleware');
      }),
  ],
  [
    'app.param that rejects',
    (app) => {
      app.param('id', async () => {
        throw boom('param');
      });
      app.get('/:id', (req, res) => res.send('ok'));
    },
  ],
  [
    'an answer that is no JSON (a circle)',
    (app) =>
      app.get('/x', (req, res) => {
        const circle = {};
        circle.self = circle;
        res.json(circle);
      }),
  ],
  [
    'recursion without end',
    (app) =>
      app.get('/x', () => {
        (function again() {
          again();
        })();
      }),
  ],
  [
    'an error handler that throws',
    (app) => {
      app.get('/x', () => {
        throw boom('first');
      });
      app.use((err, req, res, next) => {
        throw boom('handler');
      });
    },
  ],
  [
    'throw null',
    (app) =>
      app.get('/x', () => {
        throw null;
      }),
  ],
  ['an address that does not exist', () => {}],
  ['a request that is no HTTP', () => {}],
  [
    'throw in a timer',
    (app) =>
      app.get('/x', (req, res) => {
        later(() => {
          throw boom('timer');
        });
      }),
  ],
  [
    'throw in a callback of fs',
    (app) =>
      app.get('/x', () => {
        readFile('/nowhere', (err) => {
          if (err) throw err;
        });
      }),
  ],
  [
    'a stream without listener',
    (app) =>
      app.get('/x', (req, res) => {
        createReadStream('/nowhere').pipe(res);
      }),
  ],
  [
    'an emitter’s error, later',
    (app) =>
      app.get('/x', () => {
        const emitter = new EventEmitter();
        later(() => emitter.emit('error', boom('emitter')));
      }),
  ],
  [
    'a forgotten await',
    (app) =>
      app.get('/x', (req, res) => {
        const save = async () => {
          await null;
          throw boom('save');
        };
        save();
        res.send('saved');
      }),
  ],
  [
    'a job on an interval',
    (app) => {
      app.get('/x', (req, res) => res.send('ok'));
      setInterval(() => {
        throw boom('job');
      }, 300);
    },
  ],
  [
    'a listener of finish',
    (app) =>
      app.get('/x', (req, res) => {
        res.on('finish', () => {
          throw boom('finish');
        });
        res.send('ok');
      }),
  ],
  [
    'an async callback of a timer',
    (app) =>
      app.get('/x', (req, res) => {
        later(async () => {
          throw boom('async timer');
        });
      }),
  ],
];
