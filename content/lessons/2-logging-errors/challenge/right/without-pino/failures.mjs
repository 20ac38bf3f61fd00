const length = process.env.WINDOW_MS ? Number(process.env.WINDOW_MS) : 10000;
let windows = [];

export function recordFailure(error, { method, path }) {
  const type = error.constructor.name;
  let mine = windows.find((each) => each.type === type && each.message === error.message);
  if (!mine) {
    mine = { type, message: error.message, ends: Date.now() + length, left: 20, repeats: 0 };
    windows.push(mine);
  }
  if (mine.left === 0) {
    mine.repeats += 1;
    return;
  }
  mine.left -= 1;
  write('error', mine, { 'exception.stacktrace': error.stack, http: { method, path } });
}

setInterval(() => {
  const now = Date.now();
  for (const each of windows.filter(({ ends, repeats }) => ends <= now && repeats > 0)) {
    write('warn', each, { repeats: each.repeats });
  }
  windows = windows.filter(({ ends }) => ends > now);
}, 100).unref();

function write(level, { type, message }, more) {
  const time = new Date().toISOString();
  console.log(JSON.stringify({ time, level, 'exception.type': type, 'exception.message': message, ...more }));
}
