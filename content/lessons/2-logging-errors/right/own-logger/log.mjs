import { appendFileSync } from 'node:fs';

const file = process.env.LOG_FILE ?? 'error.log';

const plainError = (error) =>
  error instanceof Error
    ? { name: error.name, message: error.message, stack: error.stack, code: error.code, cause: plainError(error.cause) }
    : error;

export function write(severity, message, fields = {}) {
  const { exception, ...rest } = fields;
  const line = `${JSON.stringify({
    timestamp: new Date().toISOString(),
    severity,
    message,
    ...rest,
    ...(exception ? { exception: plainError(exception) } : {}),
  })}\n`;
  process.stdout.write(line);
  if (severity === 'ERROR') appendFileSync(file, line);
}
