import { randomUUID } from 'node:crypto';
import CircuitBreaker from 'opossum';
import { HttpError } from './http-error.mjs';
import { log } from './log.mjs';

async function ask(path, { fits, ...init }) {
  const response = await fetch(new URL(path, process.env.UPSTREAM_URL), {
    ...init,
    signal: AbortSignal.timeout(500),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  const answer = await response.json();
  if (!fits(answer)) throw new Error(`${path} answered something odd`);
  return answer;
}

const options = { timeout: 600, volumeThreshold: 3, errorThresholdPercentage: 50, resetTimeout: 1000 };
const breaker = new CircuitBreaker((id) => ask(`/recs/${id}`, { fits: Array.isArray }), options);

export async function recommendationsFor(id) {
  try {
    const recs = await breaker.fire(id);
    return { recs, degraded: false };
  } catch (err) {
    log('warn', 'without recommendations', { err });
    return { recs: [], degraded: true };
  }
}

export async function pay(seats, key = randomUUID()) {
  try {
    return await ask('/pay', {
      fits: (answer) => 'id' in answer,
      method: 'POST',
      headers: { 'Idempotency-Key': key },
      body: JSON.stringify({ seats }),
    });
  } catch (cause) {
    throw new HttpError(503, 'payment failed', { cause, headers: { 'Retry-After': '10' } });
  }
}
