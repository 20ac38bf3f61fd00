/**
 * A line between a page and the server that it came from, for browsers that cannot be listened to from outside:
 * expressions go to the page as server-sent events, values and reports come back as posts, one after the other.
 */
export const channelScript = `
const outgoing = [];
let sending = false;
const flush = async () => {
  if (sending) return;
  sending = true;
  while (outgoing.length > 0) {
    const body = JSON.stringify(outgoing.splice(0));
    await fetch('/channel', { method: 'POST', body });
  }
  sending = false;
};
const post = (message) => { outgoing.push(message); void flush(); };
globalThis.report = (text) => post({ report: text });
globalThis.addEventListener('error', (event) => post({ failed: String(event.message) }));
new EventSource('/channel').onmessage = async ({ data }) => {
  const { id, expression } = JSON.parse(data);
  try {
    post({ id, value: await (0, eval)(expression) });
  } catch (error) {
    post({ id, error: String(error && error.stack ? error + '\\n' + error.stack : error) });
  }
};
`;

export function createPageChannel() {
  let stream;
  let nextId = 1;
  let onReport = () => {};
  let opened = () => {};
  const waiting = new Map();
  const receive = ({ id, value, error, report, failed }) => {
    if (report !== undefined) return onReport(report);
    if (failed !== undefined) return console.error('In the page:', failed);
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (error === undefined) resolve?.(value);
    else reject?.(new Error(error));
  };
  return {
    /** Answers requests for `/channel`. */
    handle(request, response) {
      if (request.method === 'GET') {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
        stream = response;
        opened();
        return;
      }
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        response.writeHead(204).end();
        for (const message of JSON.parse(Buffer.concat(chunks).toString())) receive(message);
      });
    },
    /** Resolves when a page has connected. */
    open(listener) {
      onReport = listener;
      return new Promise((resolve) => {
        opened = resolve;
        if (stream) resolve();
      });
    },
    evaluate(expression) {
      const id = nextId++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        stream.write(`data: ${JSON.stringify({ id, expression })}\n\n`);
      });
    },
  };
}
