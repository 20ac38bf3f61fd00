import { type Player, speeds } from './player.ts';

interface Props {
  readonly player: Player;
  /** Whether it may go on by itself. */
  readonly moves: boolean;
}

/** Play, step and scrub. */
export function PlayerBar({ player, moves }: Props) {
  const { at, length, playing, speed } = player;
  const last = Math.max(0, length.value - 1);
  return (
    <div class="player">
      <button type="button" class="quiet" aria-disabled={at.value === 0} onClick={() => player.move(-1)}>
        Step back
      </button>
      {moves && (
        <button
          type="button"
          class="primary"
          aria-disabled={length.value === 0}
          onClick={() => (playing.value ? player.pause() : player.play())}
        >
          {playing.value ? 'Pause' : 'Play'}
        </button>
      )}
      <button type="button" class="quiet" aria-disabled={at.value >= last} onClick={() => player.move(1)}>
        Step on
      </button>
      <label class="scrub">
        <span>Moment</span>
        <input
          type="range"
          min="1"
          max={String(Math.max(1, length.value))}
          value={String(at.value + 1)}
          disabled={length.value === 0}
          aria-valuetext={`${at.value + 1} of ${length.value}`}
          onInput={(event) => player.go(Number(event.currentTarget.value) - 1)}
        />
        <output aria-live="off">
          {length.value === 0 ? '0' : at.value + 1} of {length.value}
        </output>
      </label>
      {moves && (
        <label>
          Speed
          <select
            value={String(speed.value)}
            onChange={(event) => {
              speed.value = Number(event.currentTarget.value);
            }}
          >
            {speeds.map((each) => (
              <option key={each} value={String(each)}>
                {each} ×
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}
