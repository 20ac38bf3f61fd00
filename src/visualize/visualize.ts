import { computed, signal } from '@preact/signals';
import { Player } from './player.ts';
import { Stage, type StageOptions, type StageScenario } from './stage.ts';

/** What the address says: the scenario, and the one beside it. */
export interface Choice {
  readonly show: string | undefined;
  readonly beside: string | undefined;
}

/** Two stages, of which the second may stay empty, and the one who plays them. */
export class Visualize {
  readonly scenarios: readonly StageScenario[];
  readonly left: Stage;
  readonly right: Stage;
  readonly compares = signal(false);
  readonly player: Player;
  /** The stages that are seen. */
  readonly stages = computed(() => (this.compares.value ? [this.left, this.right] : [this.left]));

  constructor(scenarios: readonly StageScenario[], options: StageOptions) {
    this.scenarios = scenarios;
    this.left = new Stage(options);
    this.right = new Stage(options);
    this.player = new Player(() => this.stages.value.map(({ moments }) => moments.value.length));
  }

  /** Shows what was chosen; what is not there is passed over. */
  choose({ show, beside }: Choice): void {
    const find = (id: string | undefined): StageScenario | undefined =>
      this.scenarios.find((scenario) => scenario.id === id);
    const first = find(show) ?? this.scenarios[0];
    const second = find(beside);
    this.player.go(0);
    if (first && this.left.scenario.value !== first) this.left.show(first);
    this.compares.value = second !== undefined;
    if (second && this.right.scenario.value !== second) this.right.show(second);
  }

  get choice(): Choice {
    return {
      show: this.left.scenario.value?.id,
      beside: this.compares.value ? this.right.scenario.value?.id : undefined,
    };
  }

  /** Runs what is shown, from the beginning. */
  async run(): Promise<void> {
    this.player.go(0);
    await Promise.all(this.stages.value.map((stage) => stage.run()));
  }
}
