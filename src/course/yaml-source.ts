import { isNode, LineCounter, parseDocument } from 'yaml';
import type { AuthorError } from './author-error.ts';
import { authorMessages } from './author-messages.ts';

/** A YAML text as data, with the way back from a key path to its line. */
export interface YamlSource {
  readonly file: string;
  readonly data: unknown;
  /** The line of the value at `path`, or of the nearest value above it. */
  lineOf(path: readonly PropertyKey[]): number | undefined;
}

/** Reads YAML 1.2; the first syntax mistake (or key that stands twice) is pushed to `errors`, and the result is `undefined`. */
export function readYaml(
  file: string,
  text: string,
  errors: AuthorError[],
  firstLine = 1,
): YamlSource | undefined {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  // What follows the first one is mostly its consequence.
  const [first] = document.errors;
  if (first !== undefined) {
    const line = counter.linePos(first.pos[0]).line + firstLine - 1;
    errors.push({ file, key: '', line, ...authorMessages.yamlSyntax(first.message) });
    return undefined;
  }
  return {
    file,
    data: document.toJS() ?? {},
    lineOf: (path) => {
      for (let depth = path.length; depth >= 0; depth--) {
        const node = document.getIn(path.slice(0, depth), true);
        if (isNode(node) && node.range) return counter.linePos(node.range[0]).line + firstLine - 1;
      }
      return undefined;
    },
  };
}
