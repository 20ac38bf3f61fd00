import type { Condition } from '../course/schema/condition.ts';
import { type HttpResponse, headerValues, mediaType, textFromBytes } from '../http/message.ts';
import type { Verdict } from './evaluate.ts';
import type { Exchange } from './exchange.ts';
import { formatResponse } from './format-exchange.ts';
import { learnerMessages } from './learner-messages.ts';
import {
  mismatchesOfJson,
  mismatchesOfText,
  mismatchesOfValue,
  statusMatches,
  typeMatches,
} from './match.ts';
import { parseJson } from './render.ts';

const words = learnerMessages.expected;

/**
 * Whether one exchange is as a condition asks. `down`: the server has gone, so that a refused connection says nothing;
 * `slack`: milliseconds that an answer may take beyond what it is given.
 */
export function evaluateAnswer(
  condition: Condition,
  exchange: Exchange,
  { down, slack }: { readonly down: boolean; readonly slack: number },
): Verdict {
  const { response, failure } = exchange;
  const unseen = failure === 'skipped' || (failure === 'ECONNREFUSED' && down);
  if (unseen) {
    const reason = down ? learnerMessages.notJudged.serverDown : learnerMessages.notJudged.noAnswer;
    return { holds: undefined, shortfalls: [{ expected: [], exchange, unseen: reason }] };
  }
  if (condition.answered === false) {
    return response === undefined ? { holds: true, shortfalls: [] } : fails(exchange, [words.noAnswer]);
  }
  if (response === undefined) return fails(exchange, [words.answer]);
  const missed = mismatches(condition, exchange, response, slack);
  return missed.length === 0 ? { holds: true, shortfalls: [] } : fails(exchange, missed);
}

function fails(exchange: Exchange, expected: readonly string[]): Verdict {
  return { holds: false, shortfalls: [{ expected, exchange }] };
}

/** Whether HTTP allows the answer no body (RFC 9110 §6.4.1). */
export function isBodiless({ request, response }: Exchange): boolean {
  return request.method === 'HEAD' || response?.status === 204 || response?.status === 304;
}

function mismatches(
  condition: Condition,
  exchange: Exchange,
  response: HttpResponse,
  slack: number,
): string[] {
  const { request, milliseconds } = exchange;
  const out: string[] = [];
  const { status, type, headers, json, body, whole, complete, within } = condition;
  if (complete !== undefined && response.complete !== complete) out.push(words.complete(complete));
  if (status !== undefined && !statusMatches(response.status, status)) out.push(words.status(status));
  const media = mediaType(response.headers);
  if (type !== undefined && response.status !== 204 && !typeMatches(media, type))
    out.push(words.mediaType(type));
  for (const [name, wanted] of Object.entries(headers ?? {})) {
    const values = headerValues(response.headers, name);
    out.push(
      ...mismatchesOfValue(values.length === 0 ? undefined : values.join(', '), wanted, `\`${name}\``),
    );
  }
  const page = condition['express-page'];
  if (page !== undefined && isExpressPage(response, request.method) !== page)
    out.push(words.expressPage(page));
  const text = textFromBytes(response.body);
  if (isBodiless(exchange)) {
    if (text !== '') out.push(words.emptyBody);
  } else {
    if (json !== undefined) {
      const value = parseJson(text);
      out.push(...(value === undefined ? [words.json] : mismatchesOfJson(value, json)));
    }
    if (body !== undefined) out.push(...mismatchesOfText(text, body, 'a body'));
  }
  if (whole !== undefined) out.push(...mismatchesOfText(formatResponse(response), whole, 'an answer'));
  if (within !== undefined && milliseconds > within + slack) out.push(words.within(within));
  const least = condition['at-least'];
  if (least !== undefined && milliseconds < least) out.push(words.slower(least));
  return out;
}

/** The page of `finalhandler`: a document titled “Error”, with a policy that lets it load nothing. */
function isExpressPage({ headers, body }: HttpResponse, method: string): boolean {
  return (
    mediaType(headers) === 'text/html' &&
    headerValues(headers, 'content-security-policy').some((policy) => policy === "default-src 'none'") &&
    (method === 'HEAD' || textFromBytes(body).includes('<title>Error</title>'))
  );
}
