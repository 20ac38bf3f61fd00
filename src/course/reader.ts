import type { z } from 'zod';
import type { FlatFiles } from '../files/file-tree.ts';
import type { AuthorError } from './author-error.ts';
import { authorMessages } from './author-messages.ts';
import { textOf } from './content-files.ts';
import { nearest } from './nearest.ts';
import { mistakeAt, validate } from './validate.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';

/** A validated file and where its values stand. */
export interface Valid<T> {
  readonly data: T;
  readonly source: YamlSource;
}

/** The content folder while it is read: its files, and the mistakes found so far. */
export class Reader {
  readonly files: FlatFiles;
  readonly errors: AuthorError[] = [];
  /** Where each id of a kind was first met. */
  readonly #ids = new Map<string, string>();

  constructor(files: FlatFiles) {
    this.files = files;
  }

  /** A YAML file in the shape of a schema; `whenMissing` says what is to be written where it does not exist. */
  read<S extends z.ZodType>(file: string, schema: S, whenMissing?: string): Valid<z.output<S>> | undefined {
    const text = textOf(this.files, file);
    if (text === undefined) {
      if (whenMissing !== undefined) this.#push(file, authorMessages.missingFile(whenMissing));
      return undefined;
    }
    return this.#valid(schema, readYaml(file, text, this.errors));
  }

  /** The front matter of an MDX file. */
  readFrontMatter<S extends z.ZodType>(
    file: string,
    schema: S,
    whenMissing: string,
  ): Valid<z.output<S>> | undefined {
    const text = textOf(this.files, file);
    if (text === undefined) {
      this.#push(file, authorMessages.missingFile(whenMissing));
      return undefined;
    }
    const yaml = /^---\r?\n([\s\S]*?)\r?\n---\r?(\n|$)/.exec(text)?.[1];
    if (yaml === undefined) {
      this.#push(file, {
        found: 'no front matter',
        fix: 'YAML between two lines of `---` at the top of the file.',
      });
      return undefined;
    }
    return this.#valid(schema, readYaml(file, yaml, this.errors, 2));
  }

  /** A text file that must be there. */
  requireText(file: string, whenMissing: string): void {
    if (textOf(this.files, file) === undefined) this.missing(file, whenMissing);
  }

  /** Something that must be there and is not. */
  missing(file: string, what: string): void {
    this.#push(file, authorMessages.missingFile(what));
  }

  mistake(source: YamlSource, path: readonly PropertyKey[], wording: { found: string; fix: string }): void {
    this.errors.push(mistakeAt(source, path, wording));
  }

  /** Notes an id; a second one of the same kind (and scope) is a mistake. */
  claim(source: YamlSource, path: readonly PropertyKey[], what: string, id: string, scope = ''): void {
    const key = `${what}\0${scope}\0${id}`;
    const first = this.#ids.get(key);
    if (first === undefined) this.#ids.set(key, source.file);
    else this.mistake(source, path, authorMessages.duplicate(what, id, first));
  }

  /** A reference to something that must be one of `known`. */
  reference(
    source: YamlSource,
    path: readonly PropertyKey[],
    what: string,
    id: string,
    known: readonly string[],
  ): void {
    if (known.includes(id)) return;
    this.mistake(source, path, authorMessages.unknownReference(what, id, known, nearest(id, known)));
  }

  #valid<S extends z.ZodType>(schema: S, source: YamlSource | undefined): Valid<z.output<S>> | undefined {
    const data = source === undefined ? undefined : validate(schema, source, this.errors);
    return source === undefined || data === undefined ? undefined : { data, source };
  }

  #push(file: string, wording: { found: string; fix: string }): void {
    this.errors.push({ file, key: '', ...wording });
  }
}
