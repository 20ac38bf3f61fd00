// One address for the partners: `/pay` goes to the payment provider, `/recs/…` to the recommendations. Whatever they do,
// answering, hanging or cutting the connection, it does as well.
import http from 'node:http';

const ports = { pay: 4101, recs: 4102 };

http
  .createServer((req, res) => {
    const port = ports[req.url.split(/[/?]/)[1]];
    if (port === undefined) return res.writeHead(404).end();
    const { method, url: path, headers } = req;
    const onward = http.request({ host: 'localhost', port, method, path, headers, agent: false }, (answer) => {
      res.writeHead(answer.statusCode, answer.headers);
      answer.pipe(res);
    });
    onward.on('error', () => req.socket.destroy());
    res.on('close', () => onward.destroy());
    req.pipe(onward);
  })
  .listen(process.env.PORT);
