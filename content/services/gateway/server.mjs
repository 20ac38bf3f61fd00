// One address for the partners: `/pay` goes to the payment provider, `/recs/…` to the recommendations. Whatever they do,
// answering, hanging or cutting the connection, it does as well. Faults of its own are switched on below `/control/`:
//
//   POST /control/stall    passes the call on, and of the answer only the head and the first letters; then nothing more comes
//   POST /control/odd      passes the call on, and answers with JSON that is not what was asked for
//   POST /control/off      ends the fault
import http from 'node:http';

const ports = { pay: 4101, recs: 4102 };
let fault = 'off';

const answers = {
  off: (answer, res) => {
    res.writeHead(answer.statusCode, answer.headers);
    answer.pipe(res);
  },
  stall: (answer, res) => {
    res.writeHead(200, { 'Content-Type': 'application/json' }).write('[');
    answer.resume();
  },
  odd: (answer, res) => {
    answer.resume();
    res.writeHead(200, { 'Content-Type': 'application/json' }).end('{"message":"We have moved to another address"}');
  },
};

http
  .createServer((req, res) => {
    const [, first, second] = req.url.split(/[/?]/);
    if (first === 'control') {
      fault = second;
      return res.end();
    }
    const port = ports[first];
    if (port === undefined) return res.writeHead(404).end();
    const { method, url: path, headers } = req;
    const onward = http.request({ host: 'localhost', port, method, path, headers, agent: false }, (answer) => {
      answers[fault](answer, res);
    });
    onward.on('error', () => req.socket.destroy());
    res.on('close', () => onward.destroy());
    req.pipe(onward);
  })
  .listen(process.env.PORT);
