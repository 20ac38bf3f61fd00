import { randomBytes } from 'node:crypto';

export function traceOf(header = '') {
  const [version, trace, parent, flags, ...more] = header.split('-');
  const valid =
    version === '00' &&
    more.length === 0 &&
    /^[0-9a-f]{32}$/.test(trace) &&
    /^[0-9a-f]{16}$/.test(parent) &&
    /^[0-9a-f]{2}$/.test(flags) &&
    !/^0+$/.test(trace) &&
    !/^0+$/.test(parent);
  return `00-${valid ? trace : randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-${valid ? flags : '01'}`;
}
