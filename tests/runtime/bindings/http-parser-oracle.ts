/** Runs Node's own HTTP parser and this project's over the same bytes, and writes down every callback. */
import { createRequire } from 'node:module';
import { createHttpParser } from '../../../src/runtime/bindings/http-parser.ts';
import { createFakeHost } from '../net/fake-host.ts';

const { HTTPParser: NodeParser } = createRequire(import.meta.url)('node:_http_common');
const { HTTPParser: OwnParser } = createHttpParser(createFakeHost());

export interface Run {
  readonly type: 'request' | 'response';
  readonly lenient?: number;
  readonly maxHeaderSize?: number;
  /** What `onHeadersComplete` answers, message after message. */
  readonly answers?: readonly number[];
  readonly finish?: boolean;
}

export const parsers = { node: NodeParser, own: OwnParser };

/** Every call of the parser's callbacks and every result, as comparable lines. */
export function transcript(which: keyof typeof parsers, pieces: readonly Uint8Array[], run: Run): string[] {
  const Parser = parsers[which];
  const lines: string[] = [];
  const parser = new Parser();
  let messages = 0;
  let upgraded = false;
  parser[Parser.kOnMessageBegin] = () => void lines.push('begin');
  parser[Parser.kOnHeaders] = (headers: string[], url: string) =>
    void lines.push(`headers ${JSON.stringify([headers, url])}`);
  parser[Parser.kOnHeadersComplete] = (...args: unknown[]) => {
    lines.push(`head ${JSON.stringify(args.map((arg) => arg ?? null))}`);
    const answer = run.answers?.[messages++] ?? 0;
    upgraded ||= answer === 2 || args[7] === true;
    return answer;
  };
  parser[Parser.kOnBody] = (body: Uint8Array) =>
    void lines.push(`body ${Buffer.from(body).toString('latin1')}`);
  parser[Parser.kOnMessageComplete] = () => void lines.push('complete');
  const type = run.type === 'request' ? Parser.REQUEST : Parser.RESPONSE;
  parser.initialize(type, {}, run.maxHeaderSize ?? 0, run.lenient ?? 0);
  for (const piece of pieces) {
    const result = parser.execute(Buffer.from(piece));
    if (result instanceof Error) {
      const { code, reason, bytesParsed, message } = result as Error & Record<string, unknown>;
      lines.push(`error ${message} ${code} ${reason} ${bytesParsed}`);
      return lines;
    }
    lines.push(`executed ${result}`);
    // What Node answers after that is an offset into memory it no longer owns.
    if (upgraded) return lines;
  }
  if (run.finish !== false) {
    const result = parser.finish();
    lines.push(result instanceof Error ? `end ${(result as Error & { code: string }).code}` : 'end');
  }
  return lines;
}
