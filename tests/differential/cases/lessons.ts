import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { Scenario, ScenarioRequest } from '../scenario.ts';

const lessons = fileURLToPath(new URL('../../../content/lessons', import.meta.url));

interface SavedRequest {
  readonly request: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: string;
}

function filesBelow(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    names
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
  );
}

function requestFrom({ request, headers = {}, json, body }: SavedRequest): ScenarioRequest {
  const [method = 'GET', path = '/'] = request.split(' ');
  const text = json === undefined ? body : JSON.stringify(json);
  const type = json === undefined ? {} : { 'Content-Type': 'application/json' };
  const all = Object.entries({ ...type, ...headers });
  return { method, path, headers: all, ...(text === undefined ? {} : { body: text }) };
}

/** Each lesson’s starter and solution with its saved requests; the services that stand beside them are down. */
export const lessonCases: readonly Scenario[] = readdirSync(lessons).flatMap((lesson) => {
  const exercise = parse(readFileSync(join(lessons, lesson, 'exercise.yaml'), 'utf8')) as {
    requests?: SavedRequest[];
  };
  // What ends the process, or goes on behind an answer, races with the next request.
  const requests = (exercise.requests ?? [])
    .map(requestFrom)
    .filter(({ path }) => !/^\/(?:crash|slow|orders?(?:\?|$))/.test(path));
  // Whether its circuit has opened by then is a matter of how fast the machine is.
  const states = lesson.startsWith('6-') ? ['starter'] : ['starter', 'solution'];
  return states.map((state) => ({
    name: `lesson ${lesson}: ${state}`,
    files: filesBelow(join(lessons, lesson, state)),
    args: ['server.mjs'],
    requests,
  }));
});
