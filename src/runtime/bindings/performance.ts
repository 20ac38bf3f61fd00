import type { Binding, Host } from '../host.ts';
import { DelayHistogram } from './performance/delay-histogram.ts';
import { ValueHistogram } from './performance/histogram.ts';

const CONSTANTS = {
  NODE_PERFORMANCE_GC_MAJOR: 4,
  NODE_PERFORMANCE_GC_MINOR: 1,
  NODE_PERFORMANCE_GC_MINOR_MARK_SWEEP: 2,
  NODE_PERFORMANCE_GC_INCREMENTAL: 8,
  NODE_PERFORMANCE_GC_WEAKCB: 16,
  NODE_PERFORMANCE_GC_FLAGS_NO: 0,
  NODE_PERFORMANCE_GC_FLAGS_CONSTRUCT_RETAINED: 2,
  NODE_PERFORMANCE_GC_FLAGS_FORCED: 4,
  NODE_PERFORMANCE_GC_FLAGS_SYNCHRONOUS_PHANTOM_PROCESSING: 8,
  NODE_PERFORMANCE_GC_FLAGS_ALL_AVAILABLE_GARBAGE: 16,
  NODE_PERFORMANCE_GC_FLAGS_ALL_EXTERNAL_MEMORY: 32,
  NODE_PERFORMANCE_GC_FLAGS_SCHEDULE_IDLE: 64,
};

/** Not enumerable: the library shows the others to programs as `perf_hooks.constants`. */
const HIDDEN_CONSTANTS = {
  NODE_PERFORMANCE_ENTRY_TYPE_GC: 0,
  NODE_PERFORMANCE_ENTRY_TYPE_HTTP: 1,
  NODE_PERFORMANCE_ENTRY_TYPE_HTTP2: 2,
  NODE_PERFORMANCE_ENTRY_TYPE_NET: 3,
  NODE_PERFORMANCE_ENTRY_TYPE_DNS: 4,
  NODE_PERFORMANCE_ENTRY_TYPE_QUIC: 5,
  NODE_PERFORMANCE_MILESTONE_TIME_ORIGIN_TIMESTAMP: 0,
  NODE_PERFORMANCE_MILESTONE_TIME_ORIGIN: 1,
  NODE_PERFORMANCE_MILESTONE_ENVIRONMENT: 2,
  NODE_PERFORMANCE_MILESTONE_NODE_START: 3,
  NODE_PERFORMANCE_MILESTONE_V8_START: 4,
  NODE_PERFORMANCE_MILESTONE_LOOP_START: 5,
  NODE_PERFORMANCE_MILESTONE_LOOP_EXIT: 6,
  NODE_PERFORMANCE_MILESTONE_BOOTSTRAP_COMPLETE: 7,
};

const NOT_REACHED = -1;

/**
 * `internalBinding('performance')`. Time begins where the process starts, on the scale of `process.hrtime`. There is
 * no sign of garbage collection in a browser, so its observers hear nothing.
 */
export function createPerformanceBinding(host: Host): Binding {
  const milestones = new Float64Array(8).fill(NOT_REACHED);
  const absolute = () => performance.timeOrigin + performance.now();
  let origin = absolute();

  function start(milliseconds: number): void {
    origin = milliseconds;
    milestones[HIDDEN_CONSTANTS.NODE_PERFORMANCE_MILESTONE_TIME_ORIGIN_TIMESTAMP] = milliseconds * 1e3;
    for (const name of ['TIME_ORIGIN', 'ENVIRONMENT', 'NODE_START', 'V8_START', 'LOOP_START'] as const) {
      milestones[HIDDEN_CONSTANTS[`NODE_PERFORMANCE_MILESTONE_${name}`]] = milliseconds * 1e6;
    }
  }

  start(origin);
  const constants = { ...CONSTANTS };
  for (const [name, value] of Object.entries(HIDDEN_CONSTANTS)) {
    Object.defineProperty(constants, name, { value, enumerable: false });
  }

  return {
    constants,
    milestones,
    observerCounts: new Uint32Array(6),
    now: () => absolute() - origin,
    setupObservers() {},
    installGarbageCollectionTracking() {},
    removeGarbageCollectionTracking() {},
    notify() {},
    // The browser does not say how long its loop has waited.
    loopIdleTime: () => 0,
    uvMetricsInfo: () => [0, 0, 0],
    /** The library was loaded before the process began: time counts from the start of its loop. */
    markBootstrapComplete() {
      start(absolute() - host.loop.now());
      milestones[HIDDEN_CONSTANTS.NODE_PERFORMANCE_MILESTONE_BOOTSTRAP_COMPLETE] = absolute() * 1e6;
    },
    createELDHistogram: (resolution: number) => new DelayHistogram(host, resolution),
    Histogram: ValueHistogram,
  };
}
