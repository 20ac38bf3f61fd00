import { describe, expect, it } from 'vitest';
import { createHeapUtilsBinding } from '../../../src/runtime/bindings/heap-utils.ts';
import { createMksnapshotBinding } from '../../../src/runtime/bindings/mksnapshot.ts';
import { type ChildRequest, createProcessWrapBinding } from '../../../src/runtime/bindings/process-wrap.ts';
import { createReportBinding } from '../../../src/runtime/bindings/report.ts';
import { createSpawnSyncBinding } from '../../../src/runtime/bindings/spawn-sync.ts';
import { createWasiBinding } from '../../../src/runtime/bindings/wasi.ts';
import type { Any } from '../../../src/runtime/host.ts';
import { createFakeHost } from '../net/fake-host.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a child process', () => {
  it('starts as the host says, keeps the process alive, and reports its exit once', async () => {
    const requests: ChildRequest[] = [];
    const kills: number[] = [];
    let exit: (code: number, signal: string) => void = () => {};
    const host = Object.assign(createFakeHost(), {
      spawn(request: ChildRequest, onExit: typeof exit) {
        requests.push(request);
        exit = onExit;
        return { pid: 7, kill: (signal: number) => kills.push(signal) - 1 };
      },
    });
    const { Process } = createProcessWrapBinding(host);
    const child: Any = new Process();
    const exits: unknown[] = [];
    child.onexit = (...args: unknown[]) => exits.push(args);
    const stdio = [{ type: 'ignore' }];
    expect(child.spawn('node', ['node', 'a.js'], '/app', ['A=1'], stdio, 0)).toBe(0);
    expect(requests).toEqual([{ file: 'node', args: ['node', 'a.js'], cwd: '/app', env: ['A=1'], stdio }]);
    expect([child.pid, host.references()]).toEqual([7, 1]);
    expect(child.kill(15)).toBe(0);
    exit(0, 'SIGTERM');
    expect(exits).toEqual([]);
    await turn();
    expect(exits).toEqual([[0, 'SIGTERM']]);
    expect([kills, child.kill(15)]).toEqual([[15], -3]);
  });

  it('gives back the error number with which it could not start', () => {
    const { Process } = createProcessWrapBinding(Object.assign(createFakeHost(), { spawn: () => -2 }));
    expect(new Process().spawn('none')).toBe(-2);
  });
});

describe('what the sandbox has not', () => {
  const uses: Record<string, () => unknown> = {
    'child_process.spawnSync': () => createSpawnSyncBinding({})['spawn']({}),
    'heap snapshot': () => createHeapUtilsBinding()['triggerHeapSnapshot'](),
    'startup snapshot': () => createMksnapshotBinding()['compileSerializeMain'](),
    'diagnostic report': () => createReportBinding()['writeReport'](),
    'node:wasi': () => new (createWasiBinding()['WASI'] as Any)(),
  };

  for (const [name, use] of Object.entries(uses)) {
    it(`throws by name and with a reason: ${name}`, () => {
      expect(use).toThrow(`\`${name}\` is not available in this sandbox: `);
      expect(use).toThrow(expect.objectContaining({ code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' }));
    });
  }

  it('keeps the settings of reports that it cannot write', () => {
    const report = createReportBinding();
    report['setDirectory']('/tmp');
    report['setReportOnSignal'](true);
    expect([report['getDirectory'](), report['shouldReportOnSignal'](), report['getCompact']()]).toEqual([
      '/tmp',
      true,
      false,
    ]);
  });
});
