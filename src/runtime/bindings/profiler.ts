import type { Binding } from '../host.ts';

/** `internalBinding('profiler')`: coverage is not collected. */
export function createProfilerBinding(): Binding {
  return {
    setCoverageDirectory() {},
    setSourceMapCacheGetter() {},
    startCoverage() {},
    takeCoverage() {},
    stopCoverage() {},
    endCoverage() {},
  };
}
