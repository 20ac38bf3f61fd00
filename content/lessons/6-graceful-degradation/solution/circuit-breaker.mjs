/**
 * Stops calling what has failed `failures` times in a row. After `pause` milliseconds one call is let through: if it
 * succeeds, all may call again; if it fails, the pause begins anew. One breaker belongs to one dependency, for all requests.
 */
export class CircuitBreaker {
  #options;
  #failed = 0;
  #openUntil = 0;
  #probing = false;

  constructor(options) {
    this.#options = options;
  }

  async run(call) {
    const open = this.#failed >= this.#options.failures;
    if (open && (this.#probing || Date.now() < this.#openUntil)) {
      throw Object.assign(new Error('the circuit is open'), { code: 'CIRCUIT_OPEN' });
    }
    this.#probing = open;
    try {
      const result = await call();
      this.#failed = 0;
      return result;
    } catch (error) {
      this.#failed++;
      this.#openUntil = Date.now() + this.#options.pause;
      throw error;
    } finally {
      if (open) this.#probing = false;
    }
  }
}
