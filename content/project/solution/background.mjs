import { log } from './log.mjs';
import { report } from './tracker.mjs';

/** The work as a function that never fails: no request waits for it, so nobody else would notice. */
export const inBackground = (name, work) => async () => {
  try {
    await work();
  } catch (err) {
    log('error', 'background work failed', { job: name, err });
    report(err);
  }
};
