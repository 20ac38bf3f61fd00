const allowed = 0.001;

function sum(minutes, now, length, what) {
  let total = 0;
  for (let i = Math.max(0, now - length + 1); i <= now; i++) total += minutes[i][what];
  return total;
}

const share = (minutes, now, length) => sum(minutes, now, length, 'broken') / sum(minutes, now, length, 'requests');

const burns = (rate, long, short, least) => (minutes, now) =>
  sum(minutes, now, long, 'requests') >= least &&
  share(minutes, now, long) > rate * allowed &&
  share(minutes, now, short) > rate * allowed;

/** Whether a rule fires at a minute of the day. */
export const rules = {
  any: (minutes, now) => minutes[now].broken > 0,
  count: (minutes, now) => sum(minutes, now, 5, 'broken') + sum(minutes, now, 5, 'wrong') > 10,
  share: (minutes, now) => share(minutes, now, 5) > 0.01,
  fast: burns(14.4, 60, 5, 1000),
  slow: burns(6, 360, 30, 1000),
};
