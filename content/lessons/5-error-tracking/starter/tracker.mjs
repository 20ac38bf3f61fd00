// DSN looks like http://PUBLIC_KEY@HOST/PROJECT ; events are POSTed to http://HOST/api/PROJECT/envelope/
const dsn = process.env.DSN && new URL(process.env.DSN);

export function captureException(err, { req, level = 'error' } = {}) {
  // TODO build an event and send it as three lines of JSON: envelope header, item header, event
}

export async function flush(ms = 2000) {
  // TODO resolve when every report under way has ended, or after ms
}
