import { authorMessages } from './author-messages.ts';
import { nearest } from './nearest.ts';
import type { Reader } from './reader.ts';
import { answerKeys, type Condition } from './schema/condition.ts';
import { type RequestStep, type Step, stepKinds } from './schema/step.ts';
import { templateNames, textsIn } from './template.ts';
import type { YamlSource } from './yaml-source.ts';

interface Placed<T> {
  readonly path: readonly PropertyKey[];
  readonly data: T;
}

/** Steps, and everything that speaks of them. */
export interface StepReferences {
  readonly steps: Placed<readonly Step[]>;
  readonly conditions: readonly Placed<readonly Condition[]>[];
  readonly texts: readonly Placed<unknown>[];
  readonly values: readonly string[];
  readonly services: readonly string[];
  /** Steps that are named outside of conditions. */
  readonly named?: Placed<readonly string[]>;
}

/** Finds steps of no or two kinds, ids that are not there, and templates that stand for nothing. */
export function checkSteps(reader: Reader, source: YamlSource, references: StepReferences): void {
  const ids = idsOf(reader, source, references);
  const known = [...references.values, ...ids.keys()];
  const runs = references.steps.data.flatMap(({ start }) => start?.id ?? []);
  const background = references.steps.data.flatMap((step) => (step.background ? (step.id ?? []) : []));
  const checkText = (
    text: string,
    path: readonly PropertyKey[],
    before = Number.POSITIVE_INFINITY,
    inCondition = false,
  ): void => {
    for (const name of templateNames(text)) {
      const at = ids.get(name);
      if ((name === 'this' || name === 'it') && inCondition) continue;
      if (!known.includes(name)) {
        reader.mistake(source, path, authorMessages.unknownTemplate(name, known, nearest(name, known)));
      } else if (at !== undefined && at >= before) {
        reader.mistake(source, path, authorMessages.templateTooEarly(name, name));
      }
    }
  };
  references.steps.data.forEach((step, i) => {
    const path = [...references.steps.path, i];
    checkKind(reader, source, path, step);
    step.wait?.answers?.forEach((id, j) => {
      reader.reference(source, [...path, 'wait', 'answers', j], 'step in the background', id, background);
    });
    if (step.fault !== undefined) {
      reader.reference(source, [...path, 'fault', 'of'], 'service', step.fault.of, references.services);
    }
    for (const [text, at] of textsIn(step)) checkText(text, [...path, ...at], i);
  });
  references.named?.data.forEach((id, i) => {
    reader.reference(source, [...references.named!.path, i], 'step', id, [...ids.keys()]);
  });
  for (const { path, data } of references.texts) {
    for (const [text, at] of textsIn(data)) checkText(text, [...path, ...at]);
  }
  for (const { path, data } of references.conditions) {
    data.forEach((condition, i) => {
      checkCondition(reader, source, [...path, i], condition, { ids: [...ids.keys()], runs });
    });
    for (const [text, at] of textsIn(data)) {
      checkText(text, [...path, ...at], Number.POSITIVE_INFINITY, true);
    }
  }
}

/** The ids of the request steps, each with the number of the step that it belongs to. */
function idsOf(reader: Reader, source: YamlSource, { steps, values }: StepReferences): Map<string, number> {
  const ids = new Map<string, number>();
  const note = (step: RequestStep, path: readonly PropertyKey[], index: number): void => {
    if (step.id === undefined) return;
    reader.claim(source, [...path, 'id'], 'step', step.id, `${source.file}${String(steps.path.join())}`);
    if (values.includes(step.id)) {
      reader.mistake(source, [...path, 'id'], authorMessages.duplicate('step', step.id, '`values`'));
    }
    ids.set(step.id, index);
  };
  steps.data.forEach((step, i) => {
    note(step, [...steps.path, i], i);
    for (const key of ['together', 'one-connection'] as const) {
      step[key]?.forEach((inner, j) => {
        note(inner, [...steps.path, i, key, j], i);
      });
    }
  });
  return ids;
}

function checkKind(reader: Reader, source: YamlSource, path: readonly PropertyKey[], step: Step): void {
  const kinds = stepKinds.filter((kind) => step[kind] !== undefined);
  if (kinds.length !== 1) {
    reader.mistake(source, path, {
      found:
        kinds.length === 0
          ? 'a step that does nothing'
          : `a step that does several things: ${kinds.join(', ')}`,
      fix: `exactly one of ${stepKinds.map((kind) => `\`${kind}\``).join(', ')}.`,
    });
  }
  if (step.background && step.id === undefined) {
    reader.mistake(source, path, authorMessages.missing('id'));
  }
  const requests: [RequestStep, readonly PropertyKey[]][] = [[step, path]];
  for (const key of ['together', 'one-connection'] as const) {
    step[key]?.forEach((inner, j) => {
      requests.push([inner, [...path, key, j]]);
      if (inner.request === undefined) {
        reader.mistake(source, [...path, key, j], authorMessages.missing('request'));
      }
    });
  }
  for (const [request, at] of requests) {
    request.request?.forEach((line, i) => {
      if (line.startsWith('/') && request.methods === undefined) {
        reader.mistake(source, [...at, 'request', i], {
          found: `\`${line}\` without a method`,
          fix: `\`GET ${line}\`, or \`methods\` beside it.`,
        });
      }
    });
    const bodies = (['json', 'each-json', 'body'] as const).filter((key) => request[key] !== undefined);
    if (bodies.length > 1) {
      reader.mistake(source, at, {
        found: `a request with several bodies: ${bodies.join(', ')}`,
        fix: 'one of them.',
      });
    }
  }
}

function speaksOfThis(data: unknown): boolean {
  return [...textsIn(data)].some(([text]) => templateNames(text).includes('this'));
}

function checkCondition(
  reader: Reader,
  source: YamlSource,
  path: readonly PropertyKey[],
  condition: Condition,
  known: { readonly ids: readonly string[]; readonly runs: readonly string[] },
): void {
  const { ids, runs } = known;
  if (condition.run !== undefined) {
    reader.reference(source, [...path, 'run'], 'start', condition.run, runs);
  }
  for (const key of ['of', 'any-of'] as const) {
    condition[key]?.forEach((id, i) => {
      reader.reference(source, [...path, key, i], 'step', id, ids);
    });
  }
  for (const key of ['one-for-each', 'for-each', 'after', 'before'] as const) {
    [condition.log?.[key] ?? []].flat().forEach((id, i) => {
      reader.reference(source, [...path, 'log', key, i], 'step', id, ids);
    });
  }
  condition['for-each']?.forEach((id, i) => {
    reader.reference(source, [...path, 'for-each', i], 'step', id, ids);
  });
  if ((condition['for-each'] === undefined) !== (condition.that === undefined)) {
    reader.mistake(source, path, authorMessages.forEachWithoutThat(condition.that === undefined));
  }
  condition.log?.['adds-up']?.of.forEach((id, i) => {
    reader.reference(source, [...path, 'log', 'adds-up', 'of', i], 'step', id, ids);
  });
  const { any: _any, all: _all, not: _not, that: _that, log, ...ofAnswers } = condition;
  const unbound =
    (log !== undefined && log['for-each'] === undefined && speaksOfThis(log)) ||
    (ofAnswers.of === undefined && ofAnswers['any-of'] === undefined && speaksOfThis(ofAnswers));
  if (unbound) reader.mistake(source, path, authorMessages.unboundThis());
  if (condition.that !== undefined) {
    checkCondition(reader, source, [...path, 'that'], condition.that, { ids: [...ids, 'it'], runs });
  }
  const speaks = answerKeys.filter((key) => condition[key] !== undefined);
  const meant = (['of', 'any-of'] as const).filter((key) => condition[key] !== undefined);
  if (meant.length === 2 || (speaks.length > 0 && meant.length === 0)) {
    reader.mistake(source, path, {
      found:
        meant.length === 2
          ? '`of` and `any-of` at once'
          : `\`${String(speaks[0])}\` without saying which answers are meant`,
      fix: '`of` (all of them) or `any-of` (some of them), with the ids of steps.',
    });
  }
  if (Object.keys(condition).length === 0 || (meant.length === 1 && speaks.length === 0)) {
    reader.mistake(source, path, { found: 'a condition that asks for nothing', fix: 'what must be true.' });
  }
  for (const key of ['any', 'all'] as const) {
    condition[key]?.forEach((inner, i) => {
      checkCondition(reader, source, [...path, key, i], inner, known);
    });
  }
  if (condition.not !== undefined) checkCondition(reader, source, [...path, 'not'], condition.not, known);
}
