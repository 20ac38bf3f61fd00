import type { RequestStep } from '../course/schema/step.ts';
import { createRequest, type HttpRequest } from '../http/message.ts';

/** The requests that a (rendered) step stands for: lines × methods × `Accept` × headers × bodies, all of it repeated. */
export function expandRequest(step: RequestStep): HttpRequest[] {
  const once = (step.request ?? []).flatMap((line) => {
    const [first = '', rest] = line.split(' ');
    const path = rest ?? first;
    const methods = step.methods ?? [first];
    return methods.flatMap((method) =>
      (step.accept ?? [undefined]).flatMap((accept) =>
        (step['each-headers'] ?? [{}]).flatMap((own) =>
          bodiesOf(step).map(({ type, body }) => {
            const headers: [string, string][] = [];
            if (accept !== undefined) headers.push(['Accept', accept]);
            if (type !== undefined) headers.push(['Content-Type', type]);
            for (const [name, values] of Object.entries({ ...step.headers, ...own })) {
              const at = headers.findIndex(([known]) => known.toLowerCase() === name.toLowerCase());
              if (at >= 0) headers.splice(at, 1);
              for (const value of values) headers.push([name, value]);
            }
            return createRequest({ method, path, headers, ...(body === undefined ? {} : { body }) });
          }),
        ),
      ),
    );
  });
  return Array.from({ length: step.repeat ?? 1 }, () => once).flat();
}

function bodiesOf(step: RequestStep): { readonly type?: string; readonly body?: string }[] {
  const json = step['each-json'] ?? (step.json === undefined ? undefined : [step.json]);
  if (json !== undefined)
    return json.map((value) => ({ type: 'application/json', body: JSON.stringify(value) }));
  return [step.body === undefined ? {} : { body: step.body }];
}
