// What else somebody might like: `GET /recs/:id`, a list of texts. Its faults are switched on below `/control/`.
import http from 'node:http';

let fault = 'off';
let calls = [];
const soon = 400; // milliseconds: a call that comes so soon after the one before it has not waited

const send = (res, status, value) => {
  res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
};

const control = (name, res) => {
  if (name === 'calls') {
    const hasty = calls.filter(({ at }, i) => i > 0 && at - calls[i - 1].at < soon).length;
    return send(res, 200, { count: calls.length, hasty, calls });
  }
  if (name === 'forget') calls = [];
  else fault = name;
  send(res, 200, { fault });
};

http
  .createServer((req, res) => {
    const [, first, second] = req.url.split(/[/?]/);
    if (first === 'control') return control(second, res);
    if (first !== 'recs') return send(res, 404, { error: 'Only GET /recs/:id is answered here' });
    calls.push({ path: req.url, at: Date.now() });
    if (fault === 'hang') return;
    if (fault === 'down') return req.socket.destroy();
    if (fault === 'error') return send(res, 500, { error: 'No model is loaded' });
    if (fault === 'garbage') return res.end('<html>Gateway maintenance</html>');
    send(res, 200, [`More like ${second}`, 'Late show']);
  })
  .listen(process.env.PORT);
