import { randomUUID } from 'node:crypto';
import CircuitBreaker from 'opossum';
import { HttpError } from './http-error.mjs';
import { log } from './log.mjs';

async function ask(path, init) {
  const response = await fetch(new URL(path, process.env.UPSTREAM_URL), {
    ...init,
    signal: AbortSignal.timeout(500),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

const options = { timeout: 600, volumeThreshold: 3, errorThresholdPercentage: 50, resetTimeout: 1000 };
const breaker = new CircuitBreaker((id) => ask(`/recs/${id}`), options);

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
      method: 'POST',
      headers: { 'Idempotency-Key': key },
      body: JSON.stringify({ seats }),
    });
  } catch (cause) {
    throw new HttpError(503, 'payment failed', { cause, headers: { 'Retry-After': '10' } });
  }
}
