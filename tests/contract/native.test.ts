import { expect, test } from 'vitest';
import { NativeEngine } from '../../src/engine/native/native-engine.ts';
import { describeEngineContract } from './contract.ts';
import type { ClosableEngine } from './lab.ts';

const open = async (packages?: readonly string[], network?: 'host'): Promise<ClosableEngine> => {
  const engine = await NativeEngine.boot({ ...(packages && { packages }), ...(network && { network }) });
  return Object.assign(engine, { close: () => engine.teardown() });
};

describeEngineContract('native', (packages) => open(packages));
describeEngineContract('native on the network of the machine', (packages) => open(packages, 'host'));

test('an aborted boot leaves nothing behind and rejects with the reason', async () => {
  const signal = AbortSignal.abort(new Error('never mind'));
  await expect(NativeEngine.boot({ signal })).rejects.toThrow('never mind');
});

test('the stages of a boot are told in order', async () => {
  const stages: string[] = [];
  const engine = await NativeEngine.boot({ onStage: (stage) => stages.push(stage) });
  await engine.teardown();
  expect(stages).toEqual(['download', 'start', 'ready']);
});
