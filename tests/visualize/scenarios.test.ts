import { effect } from '@preact/signals';
import { afterAll, expect, test } from 'vitest';
import { readCourse } from '../../scripts/content/read-course.ts';
import { NativeEngine } from '../../src/engine/native/native-engine.ts';
import { endingOf } from '../../src/visualize/moments.ts';
import { Stage, type StageScenario } from '../../src/visualize/stage.ts';

const { scenarios } = await readCourse();
const stage = new Stage({ createEngine: () => NativeEngine.boot() });
afterAll(() => stage.dispose());

/** Runs a scenario, and waits until the path of each request has come to its end. */
async function play(scenario: StageScenario): Promise<void> {
  stage.show(scenario);
  await stage.run();
  const ends = scenario.requests.some(({ net }) => net === 'process')
    ? ['dies']
    : ['answered', 'cut', 'given-up', 'lost'];
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = effect(() => {
    const ended = stage.moments.value.filter(({ kind }) => ends.includes(kind));
    if (ended.length === scenario.requests.length) resolve();
  });
  await promise;
  stop();
}

test.each(scenarios.map((scenario) => [scenario.id, scenario] as const))(
  'real Node: %s ends where its author says',
  async (_id, scenario) => {
    await play(scenario as StageScenario);
    const traces = [...stage.xray.traces.value].sort((a, b) => a.path.localeCompare(b.path));
    const expected = [...scenario.requests].sort((a, b) => a.request.localeCompare(b.request));
    expect(traces.map((trace) => ({ ...endingOf(trace), request: `${trace.method} ${trace.path}` }))).toEqual(
      expected,
    );
  },
);
