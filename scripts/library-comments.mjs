import { parse } from 'acorn';
import { parserOptions } from '../src/runtime/transform/parse.ts';

/** Stands for each character of a hidden comment. */
const HIDDEN = '\0';

/**
 * A source without the comments that stand alone on their lines. The lines stay, empty, so that every place in the
 * code keeps its line and column; comments behind code stay, because a fatal error shows its source line.
 */
export const withoutComments = (source) => withoutHidden(hideComments(source));

/** The same, but of the length that it was, until the hidden is taken out: offsets are those of the source. */
export function hideComments(source) {
  const comments = [];
  parse(source, { ...parserOptions('commonjs'), onComment: comments });
  let out = '';
  let end = 0;
  for (const comment of comments) {
    const lineStart = source.lastIndexOf('\n', comment.start - 1) + 1;
    const nextBreak = source.indexOf('\n', comment.end);
    const lineEnd = nextBreak === -1 ? source.length : nextBreak;
    if (/\S/.test(source.slice(lineStart, comment.start)) || /\S/.test(source.slice(comment.end, lineEnd)))
      continue;
    out += source.slice(end, lineStart) + source.slice(lineStart, lineEnd).replace(/[^\n]/g, HIDDEN);
    end = lineEnd;
  }
  return out + source.slice(end);
}

export const withoutHidden = (source) => source.replaceAll(HIDDEN, '');
