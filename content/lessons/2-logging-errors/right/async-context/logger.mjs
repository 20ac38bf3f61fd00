import { createWriteStream } from 'node:fs';
import pino from 'pino';
import { requests } from './context.mjs';

const failures = createWriteStream(process.env.LOG_FILE ?? 'error.log', { flags: 'a' });

export default pino(
  {
    mixin: () => requests.getStore() ?? {},
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: pino.stdSerializers.errWithCause },
  },
  pino.multistream([{ stream: process.stdout }, { level: 'error', stream: failures }]),
);
