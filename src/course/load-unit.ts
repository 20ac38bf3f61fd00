import type { FlatFiles } from '../files/file-tree.ts';
import { applyEdits, layOver } from './apply-variant.ts';
import { authorMessages } from './author-messages.ts';
import { checkSteps } from './check-references.ts';
import { filesBelow, foldersIn } from './content-files.ts';
import type { Check, Mistake, Service, SuggestedRequest, Unit, UnitKind, Variant } from './course.ts';
import type { Reader, Valid } from './reader.ts';
import { equivalentMutantsSchema, type UnitData, unitSchema } from './schema/unit.ts';

type VariantData = UnitData['right'][number];

/** Where a unit is, and what it is. */
export interface UnitPlace {
  readonly folder: string;
  readonly id: string;
  readonly kind: UnitKind;
}

/** Reads the unit in a folder; `undefined` where its mistakes leave nothing to go on with. */
export function loadUnit(
  reader: Reader,
  place: UnitPlace,
  services: ReadonlyMap<string, Service>,
): Unit | undefined {
  const valid = reader.read(
    `${place.folder}/exercise.yaml`,
    unitSchema,
    'the exercise: `title`, `brief`, `steps`, `checks` and what else `src/course/schema/unit.ts` describes.',
  );
  return valid && unitFromData(reader, place, valid, services);
}

/** The unit that the data of an `exercise.yaml`, `incident.yaml`, … describes, with the folders beside it. */
export function unitFromData(
  reader: Reader,
  { folder, id, kind }: UnitPlace,
  { data, source }: Valid<UnitData>,
  services: ReadonlyMap<string, Service>,
): Unit {
  const starter = folderOf(reader, folder, 'starter', 'the files that the learner begins with.');
  const solution = folderOf(reader, folder, 'solution', 'the files of a solution that passes all checks.');
  for (const [name, files] of [
    ['starter', starter],
    ['solution', solution],
  ] as const) {
    if (Object.keys(files).length > 0 && !data.run.entry.some((path) => Object.hasOwn(files, path))) {
      reader.mistake(source, ['run', 'entry'], {
        found: `${data.run.entry.map((path) => `\`${path}\``).join(', ')}, none of which is in \`${name}/\``,
        fix: `the file in \`${name}/\` that starts the server.`,
      });
    }
  }
  data.open?.forEach((path, i) => {
    reader.reference(source, ['open', i], 'file of the starter', path, Object.keys(starter));
  });
  data.fixed?.forEach((path, i) => {
    reader.reference(source, ['fixed', i], 'file of the starter', path, Object.keys(starter));
  });
  data.services.forEach((name, i) => {
    reader.reference(source, ['services', i], 'service', name, [...services.keys()]);
  });
  checkReferences(reader, { data, source });
  const equivalent = reader.read(`${folder}/equivalent-mutants.yaml`, equivalentMutantsSchema);
  equivalent?.data.forEach(({ file: path }, i) => {
    reader.reference(equivalent.source, [i, 'file'], 'file of the solution', path, Object.keys(solution));
  });
  const laid = (key: 'mistakes' | 'right'): Variant[] =>
    loadVariants(reader, { data: data[key], source }, { folder, key, starter, solution });
  const mistakes = laid('mistakes').map(
    (variant, i): Mistake => ({ ...variant, says: data.mistakes[i]?.says ?? '' }),
  );
  return {
    title: data.title,
    brief: data.brief,
    run: data.run,
    packages: data.packages,
    needs: data.needs,
    values: data.values,
    rewrite: data.rewrite,
    steps: data.steps,
    ...(data.pace === undefined ? {} : { pace: data.pace }),
    diagnoses: data.diagnoses,
    hints: data.hints,
    id,
    kind,
    folder,
    starter,
    solution,
    open: data.open ?? Object.keys(starter),
    fixed: data.fixed ?? [],
    services: data.services.flatMap((name) => services.get(name) ?? []),
    requests: data.requests.map(suggested),
    checks: data.checks.map(
      (check): Check => ({
        ...check,
        hints: data.hints.filter(({ checks }) => checks.includes(check.id)).map(({ text }) => text),
      }),
    ),
    mistakes,
    right: laid('right'),
    equivalentMutants: equivalent?.data ?? [],
  };
}

function folderOf(reader: Reader, folder: string, name: string, whenMissing: string): FlatFiles {
  const files = filesBelow(reader.files, `${folder}/${name}`);
  if (Object.keys(files).length === 0) {
    reader.errors.push({ file: `${folder}/${name}/`, key: '', ...authorMessages.missingFile(whenMissing) });
  }
  return files;
}

function checkReferences(reader: Reader, { data, source }: Valid<UnitData>): void {
  const checkIds = data.checks.map(({ id }) => id);
  const scope = source.file;
  data.checks.forEach((check, i) => {
    reader.claim(source, ['checks', i, 'id'], 'check', check.id, scope);
    check.needs.forEach((needed, j) => {
      reader.reference(
        source,
        ['checks', i, 'needs', j],
        'check',
        needed,
        checkIds.filter((id) => id !== check.id),
      );
    });
    if (!data.hints.some(({ checks }) => checks.includes(check.id))) {
      reader.mistake(source, ['checks', i], authorMessages.checkWithoutHint(check.id));
    }
  });
  data.diagnoses.forEach((diagnosis, i) => {
    reader.claim(source, ['diagnoses', i, 'id'], 'diagnosis', diagnosis.id, scope);
    diagnosis.explains.forEach((id, j) => {
      reader.reference(source, ['diagnoses', i, 'explains', j], 'check', id, checkIds);
    });
  });
  data.hints.forEach((hint, i) => {
    if (hint.checks.length === 0)
      reader.mistake(source, ['hints', i, 'checks'], authorMessages.hintWithoutCheck());
    hint.checks.forEach((id, j) => {
      reader.reference(source, ['hints', i, 'checks', j], 'check', id, checkIds);
    });
  });
  const sayable = [...data.diagnoses.map(({ id }) => id), ...checkIds];
  data.mistakes.forEach((mistake, i) => {
    if (mistake.says === undefined)
      reader.mistake(source, ['mistakes', i], authorMessages.diagnosisUnused(mistake.id));
    else reader.reference(source, ['mistakes', i, 'says'], 'diagnosis or check', mistake.says, sayable);
  });
  checkSteps(reader, source, {
    steps: { path: ['steps'], data: data.steps },
    conditions: [
      ...data.checks.map(({ expect }, i) => ({ path: ['checks', i, 'expect'], data: expect })),
      ...data.diagnoses.map(({ when }, i) => ({ path: ['diagnoses', i, 'when'], data: when })),
    ],
    texts: [
      ...data.checks.map(({ otherwise }, i) => ({ path: ['checks', i, 'otherwise'], data: otherwise })),
      ...data.diagnoses.map(({ say }, i) => ({ path: ['diagnoses', i, 'say'], data: say })),
      { path: ['rewrite'], data: data.rewrite },
      { path: ['run', 'env'], data: data.run.env },
    ],
    values: Object.keys(data.values),
    services: data.services,
    ...(data.pace === undefined ? {} : { named: { path: ['pace', 'of'], data: data.pace.of } }),
  });
}

/** The variants of a unit, each with its files. */
export function loadVariants(
  reader: Reader,
  { data: entries, source }: Valid<readonly VariantData[]>,
  at: {
    readonly folder: string;
    readonly key: 'mistakes' | 'right' | 'partial';
    readonly starter: FlatFiles;
    readonly solution: FlatFiles;
  },
): Variant[] {
  const { folder, key } = at;
  for (const name of foldersIn(reader.files, `${folder}/${key}`)) {
    if (!entries.some(({ id }) => id === name)) {
      reader.mistake(source, [key], authorMessages.unusedFolder(`${key}/${name}`, key));
    }
  }
  const names = { mistakes: 'mistake', right: 'right solution', partial: 'partial solution' };
  return entries.map((entry, i) => {
    reader.claim(source, [key, i, 'id'], names[key], entry.id, source.file);
    const files = filesBelow(reader.files, `${folder}/${key}/${entry.id}`);
    if (entry.edits === undefined && Object.keys(files).length === 0) {
      reader.mistake(source, [key, i], authorMessages.noDifference(`\`${entry.id}\``));
    }
    const base = entry.over === 'nothing' ? {} : at[entry.over];
    const laid = layOver(base, files);
    return {
      id: entry.id,
      summary: entry.summary,
      files: applyEdits(reader, source, [key, i, 'edits'], laid, entry.edits ?? []),
    };
  });
}

function suggested(request: UnitData['requests'][number]): SuggestedRequest {
  const [method = 'GET', path = '/'] = request.request.split(' ');
  const json = request.json === undefined ? undefined : JSON.stringify(request.json);
  const headers = Object.entries(request.headers ?? {});
  if (json !== undefined) headers.unshift(['Content-Type', 'application/json']);
  return { label: request.label ?? request.request, method, path, headers, body: json ?? request.body };
}
