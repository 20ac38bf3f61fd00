import { randomUUID } from 'node:crypto';

/** An event of the protocol, without anything that could be a secret. */
export function eventFrom(error, { level, path, environment, release }) {
  return {
    event_id: randomUUID(),
    timestamp: Date.now() / 1000,
    level,
    environment,
    release,
    tags: { path },
    exception: { values: [...causes(error)].reverse().map(value) },
  };
}

function* causes(error) {
  for (let each = error; each instanceof Error; each = each.cause) yield each;
}

function value(error) {
  const [, ...lines] = error.stack.split('\n');
  return {
    type: error.name,
    value: error.message.replaceAll(/\d{13,19}/g, '…'),
    stacktrace: { frames: lines.map(frame).filter(Boolean).reverse() },
  };
}

function frame(line) {
  const place = /(?:\(| )([^( ]+):(\d+):(\d+)\)?$/.exec(line);
  return place && { filename: place[1], lineno: +place[2], colno: +place[3], function: line.trim().split(' ')[1] };
}
