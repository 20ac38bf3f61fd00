import { useComputed } from '@preact/signals';
import { Icon } from '../workbench/icons.tsx';
import { momentWords, runFirst } from './messages.ts';
import { PlayerBar } from './PlayerBar.tsx';
import { StageView } from './StageView.tsx';
import type { Visualize } from './visualize.ts';

interface Props {
  readonly visualize: Visualize;
  /** Whether things may move by themselves. */
  readonly moves: boolean;
  readonly onChoose: () => void;
}

/** A scenario, or two beside each other, played through. */
export function VisualizeView({ visualize, moves, onChoose }: Props) {
  const { scenarios, left, right, compares, player } = visualize;
  const show = left.scenario.value;
  const beside = compares.value ? right.scenario.value : undefined;
  const said = useComputed(() =>
    visualize.stages.value.flatMap((stage) => {
      const moment = stage.moments.value[Math.min(player.at.value, stage.moments.value.length - 1)];
      return moment ? [momentWords(moment, stage.told.value).replaceAll('`', '')] : [];
    }),
  );
  const run = async (): Promise<void> => {
    await visualize.run();
    if (moves) player.play();
  };
  const choose = (next: { readonly show?: string; readonly beside?: string }): void => {
    visualize.choose({ ...visualize.choice, ...next });
    onChoose();
  };
  return (
    <div class="bench visualize">
      <div class="choice">
        <label>
          Scenario
          <select value={show?.id ?? ''} onChange={(event) => choose({ show: event.currentTarget.value })}>
            {scenarios.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <label>
          beside
          <select
            value={beside?.id ?? ''}
            onChange={(event) => choose({ beside: event.currentTarget.value })}
          >
            <option value="">nothing</option>
            {scenarios
              .filter(({ id }) => id !== show?.id)
              .map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
          </select>
        </label>
        {show?.beside !== undefined && beside?.id !== show.beside && (
          <button type="button" class="quiet" onClick={() => choose({ beside: show.beside ?? '' })}>
            Compare: {scenarios.find(({ id }) => id === show.beside)?.title}
          </button>
        )}
        <button type="button" class="primary run" onClick={() => void run()}>
          <Icon name="run" />
          Run it
        </button>
      </div>
      <div class="player-place">
        <PlayerBar player={player} moves={moves} />
        <p class="said" role="status">
          {visualize.stages.value.every(({ state }) => state.value === 'empty') && <span>{runFirst}</span>}
          {said.value.map((words, i) => (
            <span key={i}>{words} </span>
          ))}
        </p>
      </div>
      <div class="stages" data-count={visualize.stages.value.length}>
        {visualize.stages.value.map((stage, i) => (
          <StageView key={i} stage={stage} player={player} moves={moves} onRun={() => void run()} />
        ))}
      </div>
    </div>
  );
}
