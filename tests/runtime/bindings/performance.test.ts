import { createHistogram } from 'node:perf_hooks';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPerformanceBinding } from '../../../src/runtime/bindings/performance.ts';
import { createPlainHost } from './plain-host.ts';

const { Histogram, constants, markBootstrapComplete, milestones, now } = createPerformanceBinding(
  createPlainHost(),
);

describe('a histogram', () => {
  it('counts as that of Node does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 10 ** 12 }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 3 }),
        (values, figures) => {
          const real = createHistogram({ figures });
          const ours = new Histogram(1, Number.MAX_SAFE_INTEGER, figures);
          for (const value of values) {
            real.record(value);
            ours.record(value);
          }
          const percentiles = new Map();
          ours.percentiles(percentiles);
          expect([ours.count(), ours.min(), ours.max(), ours.exceeds()]).toEqual([
            real.count,
            real.min,
            real.max,
            real.exceeds,
          ]);
          expect(ours.mean().toPrecision(9)).toBe(real.mean.toPrecision(9));
          expect(ours.stddev().toPrecision(9)).toBe(real.stddev.toPrecision(9));
          for (const percentile of [0.1, 25, 50, 90, 99, 100]) {
            expect(ours.percentile(percentile)).toBe(real.percentile(percentile));
          }
          expect(percentiles).toEqual(real.percentiles);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('tells values that are out of its range from the others', () => {
    const histogram = new Histogram(1, 100, 2);
    histogram.record(50);
    histogram.record(10 ** 6);
    expect([histogram.count(), histogram.exceeds()]).toEqual([1, 1]);
    histogram.reset();
    expect([histogram.count(), histogram.exceeds()]).toEqual([0, 0]);
  });
});

describe('the clock', () => {
  it('starts again where the bootstrap is complete', async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const before = now();
    markBootstrapComplete();
    expect(before).toBeGreaterThan(4);
    expect(now()).toBeLessThan(before);
    const origin = milestones[constants.NODE_PERFORMANCE_MILESTONE_TIME_ORIGIN];
    expect(Math.abs(origin / 1e6 - Date.now())).toBeLessThan(1000);
    expect(Object.keys(constants)).not.toContain('NODE_PERFORMANCE_MILESTONE_TIME_ORIGIN');
  });
});
