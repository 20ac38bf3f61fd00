import { randomUUID } from 'node:crypto';
import { HttpError } from './http-error.mjs';
import { log } from './log.mjs';

const patience = 400;
const failuresUntilOpen = 3;
const pause = 1000;

/** The partner did not answer, or not usefully. */
class PartnerError extends HttpError {
  constructor(message, options) {
    super(503, message, { ...options, headers: { 'Retry-After': '5' } });
  }
}

/**
 * One call, and all the ways in which it can fail made one: no connection, no whole answer in time, no success, not what
 * was asked for.
 */
async function call(path, isAsExpected, init = {}) {
  try {
    const signal = AbortSignal.timeout(patience);
    const response = await fetch(process.env.UPSTREAM_URL + path, { ...init, signal });
    if (!response.ok) throw new Error(`answered ${response.status}`);
    const answer = await response.json();
    if (!isAsExpected(answer)) throw new Error('answered something else');
    return answer;
  } catch (cause) {
    throw new PartnerError(`${init.method ?? 'GET'} ${path} failed`, { cause });
  }
}

const isPayment = (answer) => typeof answer?.id === 'string';

/** Called once: whether the money moved is unknown after a failure, and only the visitor can decide to try again. */
export function pay(seats, key = randomUUID()) {
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key };
  return call('/pay', isPayment, { method: 'POST', headers, body: JSON.stringify({ seats }) });
}

/** After some failures in a row nobody is asked for a while; then one call tries, the others go on without. */
const circuit = { failures: 0, openUntil: 0, probing: false };
const lastGood = new Map();

/** What else the visitor might like, and whether that had to be made up from what was known before. */
export async function recommendationsFor(id) {
  try {
    const recs = await throughCircuit(() => call(`/recs/${id}`, Array.isArray));
    lastGood.set(id, recs);
    return { recs, degraded: false };
  } catch (err) {
    // Anything else is a bug of ours, which must not hide behind a fallback.
    if (!(err instanceof PartnerError)) throw err;
    log('warn', 'degraded: no recommendations', { err });
    return { recs: lastGood.get(id) ?? [], degraded: true };
  }
}

async function throughCircuit(work) {
  const open = circuit.failures >= failuresUntilOpen;
  if (open && (circuit.probing || Date.now() < circuit.openUntil)) throw new PartnerError('the circuit is open');
  if (open) circuit.probing = true;
  try {
    const result = await work();
    circuit.failures = 0;
    return result;
  } catch (err) {
    circuit.failures++;
    circuit.openUntil = Date.now() + pause;
    throw err;
  } finally {
    if (open) circuit.probing = false;
  }
}
