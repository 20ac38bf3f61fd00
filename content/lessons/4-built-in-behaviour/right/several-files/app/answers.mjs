/** While the process ends, whoever still comes is told to come back later. */
export function refuseWhileEnding(state) {
  return (req, res, next) => {
    if (!state.ending) return next();
    res.set('Connection', 'close').status(503).end();
  };
}

export function answerErrors(err, req, res, _next) {
  console.log(`${new Date().toISOString()} ERROR ${req.method} ${req.path} ${err.stack}`);
  if (res.headersSent) return void res.destroy(err);
  const { status = 500, headers = {} } = err;
  res.writeHead(status >= 400 && status < 600 ? status : 500, { ...headers, 'Content-Type': 'text/html' });
  res.end(req.method === 'HEAD' ? undefined : '<h1>That did not work</h1>');
}
