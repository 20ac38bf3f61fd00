import pino from 'pino';
import { currentRequest } from './context.mjs';
import { withoutSecrets } from './secrets.mjs';

const stream = { write: (line) => process.stdout.write(withoutSecrets(line)) };

const logger = pino(
  {
    base: undefined,
    // Thirteen digits would be taken for a card.
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => currentRequest(),
    serializers: {
      err: pino.stdSerializers.wrapErrorSerializer(({ type, message, stack, code }) => ({ type, message, stack, code })),
    },
  },
  stream,
);

export const log = (level, msg, fields = {}) => logger[level](fields, msg);
