import { EngineTrouble } from './EngineTrouble.tsx';
import { explainLack } from './messages.ts';
import { stateFailure } from './process-state.ts';
import type { Workbench } from './workbench.ts';

/** Whether what failed is an engine that the learner has chosen, so that there is another one to go on with. */
export function isEngineTrouble(bench: Workbench): boolean {
  const state = bench.session.state.value;
  const chosen = bench.engines.kind.value !== 'embedded';
  return chosen && state.kind === 'failed' && stateFailure(state)?.reference !== undefined;
}

/** What is to be said about a chosen engine: that it failed, or that it lacks what this unit is about. */
export function EngineState({ bench }: { readonly bench: Workbench }) {
  const { session, data } = bench;
  const failure = stateFailure(session.state.value);
  if (failure && isEngineTrouble(bench)) {
    return (
      <EngineTrouble
        bench={bench}
        failure={failure}
        onTryAgain={() => void bench.run()}
        onBuiltIn={() => void bench.resume()}
      />
    );
  }
  const can = session.capabilities.value;
  const lacks = can ? data.needs.filter((each) => !can.has(each)) : [];
  if (lacks.length === 0) return null;
  return <EngineTrouble bench={bench} failure={explainLack(lacks)} onBuiltIn={() => void bench.resume()} />;
}
