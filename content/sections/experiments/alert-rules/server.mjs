import express from 'express';
import { rules } from './rules.mjs';
import { traffic } from './traffic.mjs';

/** How often a rule begins to fire during a day, and how many minutes of it. */
function watch(fires, minutes) {
  let times = 0;
  let first;
  let before = false;
  for (let now = 0; now < minutes.length; now++) {
    const firing = fires(minutes, now);
    if (firing && !before) {
      times++;
      first ??= now;
    }
    before = firing;
  }
  return times === 0 ? 'silent' : `${times === 1 ? 'once' : `${times} times`}, first at minute ${first}`;
}

const app = express();
app.get('/table', (req, res) => {
  res.json(
    Object.entries(traffic).map(([day, minutes]) => ({
      day,
      ...Object.fromEntries(Object.entries(rules).map(([name, fires]) => [name, watch(fires, minutes)])),
    })),
  );
});
app.listen(process.env.PORT ?? 3000);
