import { randomBytes } from 'node:crypto';
import { requests } from '../context.mjs';
import logger from '../logger.mjs';

export function observe(req, res, next) {
  const requestId = randomBytes(8).toString('hex');
  const context = { requestId, method: req.method, url: req.originalUrl };
  res.set('X-Request-Id', requestId);
  requests.run(context, () => {
    res.once('finish', () => {
      if (res.statusCode >= 500) return;
      logger[res.statusCode >= 400 ? 'warn' : 'info']({ ...context, statusCode: res.statusCode });
    });
    next();
  });
}

export function answerErrors(err, req, res, next) {
  if (res.headersSent) return next(err);
  const status = err.status ?? 500;
  if (status >= 500) logger.error(err);
  const { requestId } = requests.getStore();
  res.status(status).json({ error: 'Something went wrong', requestId });
}
