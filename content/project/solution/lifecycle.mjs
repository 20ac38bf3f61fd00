import { log } from './log.mjs';
import { flush, report } from './tracker.mjs';

const longest = 8000;
let leaving = false;

export const isLeaving = () => leaving;

/** Ends well: on SIGTERM what runs is finished, then the code is 0; after an error that nobody caught it is 1. */
export function endWell(server) {
  const leave = (code) => {
    if (leaving) return;
    leaving = true;
    setTimeout(() => process.exit(1), longest).unref();
    server.close(async () => {
      await flush(2000);
      process.exit(code);
    });
  };
  process.on('SIGTERM', () => leave(0));
  process.on('uncaughtException', (err, origin) => {
    log('fatal', 'nobody caught this', { err, origin });
    report(err, 'fatal');
    leave(1);
  });
}
