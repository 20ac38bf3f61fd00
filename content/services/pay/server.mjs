// Takes payments: `POST /pay`. The same `Idempotency-Key` is charged once. Its faults are switched on below `/control/`.
import http from 'node:http';

let fault = 'off';
let calls = [];
const paid = new Map();

const send = (res, status, value) => {
  res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
};

/** What the customers were charged for: each key once, and each call without a key. */
const charges = () => {
  const keys = calls.map(({ key }) => key).filter((key) => key !== undefined);
  return new Set(keys).size + calls.length - keys.length;
};

const control = (name, res) => {
  if (name === 'calls') return send(res, 200, { count: calls.length, charges: charges(), calls });
  if (name === 'forget') calls = [];
  else fault = name;
  send(res, 200, { fault });
};

const answer = (req, res, body) => {
  const [, first, second] = req.url.split(/[/?]/);
  if (first === 'control') return control(second, res);
  if (first !== 'pay' || req.method !== 'POST') return send(res, 404, { error: 'Only POST /pay is answered here' });
  const key = req.headers['idempotency-key'];
  calls.push({ key, body });
  if (fault === 'hang') return;
  if (fault === 'down') return req.socket.destroy();
  if (fault === 'error') return send(res, 500, { error: 'The ledger is locked' });
  if (fault === 'garbage') return res.end('<html>Gateway maintenance</html>');
  const id = paid.get(key) ?? `pay_${paid.size + 1}_${calls.length}`;
  if (key !== undefined) paid.set(key, id);
  setTimeout(() => send(res, 201, { id }), fault === 'slow' ? 1200 : 0);
};

http
  .createServer((req, res) => {
    let body = '';
    req.setEncoding('utf8');
    req.on('data', (text) => {
      body += text;
    });
    req.on('end', () => answer(req, res, body));
  })
  .listen(process.env.PORT);
