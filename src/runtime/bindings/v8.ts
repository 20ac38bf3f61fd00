import type { Any, Binding } from '../host.ts';
import { unavailable } from './unavailable.ts';

const HEAP_FIELDS = {
  kTotalHeapSizeIndex: 0,
  kTotalHeapSizeExecutableIndex: 1,
  kTotalPhysicalSizeIndex: 2,
  kTotalAvailableSize: 3,
  kUsedHeapSizeIndex: 4,
  kHeapSizeLimitIndex: 5,
  kMallocedMemoryIndex: 6,
  kPeakMallocedMemoryIndex: 7,
  kDoesZapGarbageIndex: 8,
  kNumberOfNativeContextsIndex: 9,
  kNumberOfDetachedContextsIndex: 10,
  kTotalGlobalHandlesSizeIndex: 11,
  kUsedGlobalHandlesSizeIndex: 12,
  kExternalMemoryIndex: 13,
};

/**
 * `internalBinding('v8')`. Chromium tells the size of the heap (`performance.memory`, rounded); where nothing is known,
 * numbers are 0.
 */
export function createV8Binding(): Binding {
  const heapStatisticsBuffer = new Float64Array(14);
  // Looked up once: the library hides the realm's `performance` later.
  const memory = () => (realmPerformance as Any).memory;
  const realmPerformance = performance;

  return {
    ...HEAP_FIELDS,
    heapStatisticsBuffer,
    heapCodeStatisticsBuffer: new Float64Array(4),
    heapSpaceStatisticsBuffer: new Float64Array(4),
    kHeapSpaces: [],
    kCodeAndMetadataSizeIndex: 0,
    kBytecodeAndMetadataSizeIndex: 1,
    kExternalScriptSourceSizeIndex: 2,
    kCPUProfilerMetaDataSizeIndex: 3,
    kSpaceSizeIndex: 0,
    kSpaceUsedSizeIndex: 1,
    kSpaceAvailableSizeIndex: 2,
    kPhysicalSpaceSizeIndex: 3,
    detailLevel: { DETAILED: 1, BRIEF: 0 },
    cachedDataVersionTag: () => 0,
    getHashSeed: () => 0n,
    updateHeapStatisticsBuffer() {
      const { totalJSHeapSize = 0, usedJSHeapSize = 0, jsHeapSizeLimit = 0 } = memory() ?? {};
      heapStatisticsBuffer[HEAP_FIELDS.kTotalHeapSizeIndex] = totalJSHeapSize;
      heapStatisticsBuffer[HEAP_FIELDS.kTotalPhysicalSizeIndex] = totalJSHeapSize;
      heapStatisticsBuffer[HEAP_FIELDS.kUsedHeapSizeIndex] = usedJSHeapSize;
      heapStatisticsBuffer[HEAP_FIELDS.kHeapSizeLimitIndex] = jsHeapSizeLimit;
      heapStatisticsBuffer[HEAP_FIELDS.kTotalAvailableSize] = jsHeapSizeLimit - usedJSHeapSize;
      heapStatisticsBuffer[HEAP_FIELDS.kNumberOfNativeContextsIndex] = 1;
    },
    updateHeapCodeStatisticsBuffer() {},
    updateHeapSpaceStatisticsBuffer() {},
    getCppHeapStatistics: () => ({}),
    /** Flags have no effect: the browser has started its engine long ago. */
    setFlagsFromString() {},
    setHeapSnapshotNearHeapLimit() {},
    isStringOneByteRepresentation: (text: string) => /^[\0-\xff]*$/.test(text),
    startCpuProfile: () => unavailable('v8.startCpuProfile', 'use the performance panel of the browser'),
    stopCpuProfile: () => unavailable('v8.startCpuProfile', 'use the performance panel of the browser'),
    GCProfiler: class {
      start(): void {}
      stop(): undefined {}
    },
  };
}
