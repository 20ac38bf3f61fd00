import type { Any } from '../../host.ts';
import { unavailable } from '../unavailable.ts';

const NEVER_RECORDED_MIN = 2 ** 63;

/**
 * A histogram after http://hdrhistogram.org: values are counted in buckets whose width grows with the value, so that
 * `figures` decimal digits stay significant. Percentiles are upper bounds of buckets, as in Node.
 */
export class ValueHistogram {
  readonly #subBuckets: number;
  readonly #lowest: number;
  readonly #highest: number;
  readonly #counts = new Map<number, number>();
  #sorted: number[] | undefined;
  #count = 0;
  #exceeds = 0;
  #min = NEVER_RECORDED_MIN;
  #max = 0;
  #previousDelta: number | undefined;

  constructor(lowest: number | bigint = 1, highest: number | bigint = Number.MAX_SAFE_INTEGER, figures = 3) {
    this.#lowest = Number(lowest);
    this.#highest = Number(highest);
    this.#subBuckets = 2 ** Math.ceil(Math.log2(2 * 10 ** figures));
  }

  record(value: number | bigint, times = 1): void {
    const number = Number(value);
    if (number > this.#highest || number < 0) {
      this.#exceeds += times;
      return;
    }
    const bucket = this.#bucketOf(number);
    if (!this.#counts.has(bucket)) this.#sorted = undefined;
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + times);
    this.#count += times;
    this.#min = Math.min(this.#min, number);
    this.#max = Math.max(this.#max, number);
  }

  /** Records the nanoseconds since the last call. */
  recordDelta(): void {
    const now = performance.now() * 1e6;
    if (this.#previousDelta !== undefined) this.record(Math.max(1, Math.round(now - this.#previousDelta)));
    this.#previousDelta = now;
  }

  /** Records a value and those that a stalled recorder has missed before it. */
  recordCorrected(value: number | bigint, interval: number | bigint): void {
    const step = Number(interval);
    for (let missed = Number(value); missed >= step || missed === Number(value); missed -= step)
      this.record(missed);
  }

  add(other: ValueHistogram): void {
    for (const [value, times] of other.#counts) this.record(value, times);
    this.#exceeds += other.#exceeds;
    if (other.#count > 0) {
      this.#min = Math.min(this.#min, other.#min);
      this.#max = Math.max(this.#max, other.#max);
    }
  }

  reset(): void {
    this.#counts.clear();
    this.#sorted = undefined;
    this.#count = 0;
    this.#exceeds = 0;
    this.#min = NEVER_RECORDED_MIN;
    this.#max = 0;
    this.#previousDelta = undefined;
  }

  count(): number {
    return this.#count;
  }

  countBigInt(): bigint {
    return BigInt(this.#count);
  }

  exceeds(): number {
    return this.#exceeds;
  }

  exceedsBigInt(): bigint {
    return BigInt(this.#exceeds);
  }

  min(): number {
    return this.#count === 0 ? NEVER_RECORDED_MIN : this.#bucketOf(this.#min);
  }

  minBigInt(): bigint {
    return this.#count === 0 ? 2n ** 63n - 1n : BigInt(this.min());
  }

  max(): number {
    return this.#count === 0 ? 0 : this.#topOf(this.#bucketOf(this.#max));
  }

  maxBigInt(): bigint {
    return BigInt(this.max());
  }

  mean(): number {
    return this.#moment(1, 0);
  }

  stddev(): number {
    return Math.sqrt(this.#moment(2, this.mean()));
  }

  skewness(): number {
    return this.#moment(3, this.mean()) / this.stddev() ** 3 || 0;
  }

  kurtosis(): number {
    return this.#count < 4 ? 0 : this.#moment(4, this.mean()) / this.stddev() ** 4 - 3 || 0;
  }

  percentile(percentile: number): number {
    const wanted = Math.max(1, Math.floor((percentile / 100) * this.#count + 0.5));
    let seen = 0;
    for (const bucket of this.#buckets()) {
      seen += this.#counts.get(bucket) as number;
      if (seen >= wanted) return this.#topOf(bucket);
    }
    return 0;
  }

  percentileBigInt(percentile: number): bigint {
    return BigInt(this.percentile(percentile));
  }

  /** 0, 50, 75, 87.5 and so on, each time half of the rest, as long as there are values above; then 100. */
  percentiles(into: Map<number, number>): void {
    let seen = 0;
    let percentile = 0;
    let last = 0;
    for (const bucket of this.#buckets()) {
      seen += this.#counts.get(bucket) as number;
      last = bucket;
      while (percentile <= (100 * seen) / this.#count) {
        into.set(percentile, bucket);
        const halvings = Math.trunc(Math.log2(100 / (100 - percentile))) + 1;
        percentile += 100 / 2 ** halvings;
        if (seen === this.#count) break;
      }
    }
    into.set(100, last);
  }

  percentilesBigInt(into: Map<number, bigint>): void {
    const numbers = new Map<number, number>();
    this.percentiles(numbers);
    for (const [percentile, value] of numbers) into.set(percentile, BigInt(value));
  }

  percentilesAt(into: Map<number, number>, percentiles: Float64Array): void {
    for (const percentile of percentiles) into.set(percentile, this.percentile(percentile));
  }

  /** The share of values that are not above. */
  cdf(value: number): number {
    if (this.#count === 0) return 0;
    let seen = 0;
    for (const bucket of this.#buckets()) if (bucket <= value) seen += this.#counts.get(bucket) as number;
    return seen / this.#count;
  }

  countAt(value: number): number {
    return this.#counts.get(this.#bucketOf(value)) ?? 0;
  }

  ewmaMean(): number {
    return 0;
  }

  ewmaStddev(): number {
    return 0;
  }

  ewmaErrorRate(): number {
    return 0;
  }

  #buckets(): number[] {
    return (this.#sorted ??= [...this.#counts.keys()].sort((a, b) => a - b));
  }

  /** The width of the bucket that a value falls into. */
  #widthOf(value: number): number {
    const unit = 2 ** Math.floor(Math.log2(this.#lowest));
    return value < this.#subBuckets * unit
      ? unit
      : 2 ** (Math.floor(Math.log2(value)) - Math.log2(this.#subBuckets) + 1);
  }

  #bucketOf(value: number): number {
    const width = this.#widthOf(value);
    return Math.floor(value / width) * width;
  }

  #topOf(bucket: number): number {
    return bucket + this.#widthOf(bucket) - 1;
  }

  #moment(power: number, center: number): number {
    if (this.#count === 0) return Number.NaN;
    let sum = 0;
    for (const [bucket, times] of this.#counts) {
      sum += (bucket + Math.floor(this.#widthOf(bucket) / 2) - center) ** power * times;
    }
    return sum / this.#count;
  }
}

const STATISTICS = [
  ...['subtract', 'ksTest', 'linearBuckets', 'logBuckets', 'welchTest'],
  ...['mannWhitneyTest', 'cohensD', 'cliffsD', 'percentileCI'],
];

for (const name of STATISTICS) {
  (ValueHistogram.prototype as Any)[name] = () =>
    unavailable(`histogram.${name}`, 'the sandbox has only counts, moments and percentiles');
}
