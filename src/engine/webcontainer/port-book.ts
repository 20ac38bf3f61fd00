/** A program that may listen: `port` is the one that it was told in `PORT`. */
interface Candidate {
  readonly port: number | undefined;
  readonly pid: Promise<number | undefined>;
}

/**
 * Whose port it is. A container tells that a port was opened, but not by whom: it is the latest program that was told
 * that port, else the latest that was told none, else the latest.
 */
export class PortBook {
  readonly #candidates: Candidate[] = [];
  readonly #open = new Map<number, number>();
  readonly #tell: (port: number, state: 'open' | 'close', pid: number) => void;
  #order: Promise<void> = Promise.resolve();

  constructor(tell: (port: number, state: 'open' | 'close', pid: number) => void) {
    this.#tell = tell;
  }

  /** Notes a program that is being started; `pid` resolves to `undefined` where that fails. The result strikes it. */
  add(env: Readonly<Record<string, string>>, pid: Promise<number | undefined>): () => void {
    const told = Number(env['PORT']);
    const candidate = { port: Number.isInteger(told) && told > 0 ? told : undefined, pid };
    this.#candidates.push(candidate);
    return () => {
      const at = this.#candidates.indexOf(candidate);
      if (at !== -1) this.#candidates.splice(at, 1);
    };
  }

  changed(port: number, state: 'open' | 'close'): void {
    const found =
      this.#candidates.findLast((each) => each.port === port) ??
      this.#candidates.findLast((each) => each.port === undefined) ??
      this.#candidates.at(-1);
    this.#order = this.#order.then(async () => {
      if (state === 'open') {
        const pid = await found?.pid;
        if (pid === undefined || this.#open.has(port)) return;
        this.#open.set(port, pid);
        this.#tell(port, 'open', pid);
      } else {
        const pid = this.#open.get(port);
        if (pid !== undefined && this.#open.delete(port)) this.#tell(port, 'close', pid);
      }
    });
  }
}
