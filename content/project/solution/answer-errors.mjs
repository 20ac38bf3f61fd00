import { STATUS_CODES } from 'node:http';
import { currentRequest } from './context.mjs';
import { HttpError } from './http-error.mjs';
import { log } from './log.mjs';
import { report } from './tracker.mjs';

export const nothingHere = (req, res, next) => next(new HttpError(404, 'There is nothing at this address'));

/** The last one in the list: one record, one report, one honest answer. */
export function answerErrors(err, req, res, next) {
  const status = statusOf(err);
  if (status >= 500) {
    log('error', 'request failed', { err, status });
    report(err);
  }
  // The status is gone; all that can still be said is that this answer is not whole.
  if (res.headersSent) return res.destroy();

  const problem = {
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    detail: detailOf(err, status),
    requestId: currentRequest().requestId,
    errors: err.errors,
  };
  if (err instanceof HttpError) res.set(err.headers);
  res.status(status).set('Cache-Control', 'no-store');
  const json = () => res.type('application/problem+json').send(JSON.stringify(problem));
  res.format({
    json,
    html: () => res.send(page(problem)),
    'application/problem+json': json,
    default: json,
  });
}

/** Express and its body parser put 4xx on their errors; any other status is only believed of our own. */
function statusOf(err) {
  if (err instanceof HttpError || (err.status >= 400 && err.status < 500)) return err.status;
  return 500;
}

function detailOf(err, status) {
  if (status === 503) return 'A partner of ours does not answer; please try again in a few seconds.';
  if (status >= 500) return 'Something went wrong on our side.';
  return err instanceof HttpError ? err.message : 'The request could not be understood.';
}

const page = ({ title, detail, requestId }) => `<!doctype html>
<html lang="en">
  <title>${title} · Box office</title>
  <h1>${title}</h1>
  <p>${detail}</p>
  <p>Your reference: <code>${requestId}</code></p>
  <p><a href="/events">All events</a></p>
</html>
`;
