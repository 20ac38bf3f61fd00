import type { ExitStatus } from '../engine/engine.ts';

const quote = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const short = text.length > 80 ? `${text.slice(0, 77)}…` : text;
  return `\`${short.replaceAll('`', "'")}\``;
};

const or = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`;

const seconds = (milliseconds: number): string => {
  const value = Math.round(milliseconds / 100) / 10;
  return `${value} second${value === 1 ? '' : 's'}`;
};

const ending = ({ code, signal }: ExitStatus): string =>
  signal === null ? `with exit code ${code}` : `by the signal ${signal}`;

const howMany = (min = 0, max = Number.POSITIVE_INFINITY): string => {
  if (max === 0) return 'no entry';
  if (min === max) return `${min} ${min === 1 ? 'entry' : 'entries'}`;
  return max === Number.POSITIVE_INFINITY
    ? `at least ${min} ${min === 1 ? 'entry' : 'entries'}`
    : `${min} to ${max} entries`;
};

const printed = (text: string): string =>
  text === '' ? 'It printed nothing.' : `The last it printed was: ${quote(text)}`;

/** All words of the checks' machinery that learners read; a lesson's own words stand in its content. */
export const learnerMessages = {
  /** What is being done while the checks run. */
  doing: {
    start: 'Starting your server',
    request: (line: string) => line,
    together: (count: number) => `${count} requests at once`,
    oneConnection: (count: number) => `${count} requests over one connection`,
    wait: 'Waiting for your server',
    portTaken: 'Starting your server while its port is taken',
    holdOpen: 'Opening a connection and keeping it open',
    signal: (name: string) => `Sending ${name}`,
    restart: 'Starting your server again',
    fault: (service: string, fault: string) => `${service}: ${fault}`,
    write: (file: string) => `Changing ${file}`,
    mend: 'Putting your files back',
    judge: 'Reading the answers and the log',
    again: 'This computer was busy: once more from the start',
  },

  /** The result that stands for a server that never came to answer. */
  startTitle: 'The server starts',
  startWhy:
    'A server that does not start answers nobody; in production it would be restarted again and again.',
  noEntry: (names: readonly string[]) =>
    `There is no ${or(names.map(quote))} to start. The server's first file must have ${names.length === 1 ? 'this name' : 'one of these names'}.`,
  syntaxError: (file: string, line: number, column: number, message: string) =>
    `${quote(file)} cannot be read as JavaScript: **line ${line}, column ${column}**: ${quote(message)}. The mistake may stand a little before that place: look for a missing bracket, comma or quote.`,
  moduleNotFound: (name: string, from: string | undefined) =>
    `${from === undefined ? 'The program' : quote(from)} imports ${quote(name)}, which is not there. Check the spelling and the file ending; only the packages of this exercise can be imported.`,
  exportNotFound: (message: string) =>
    `An import asks for a name that the other file does not export: ${quote(message)}.`,
  endedBeforeListening: (status: ExitStatus, port: number) =>
    `The program ended (${ending(status)}) before it listened on port ${port}. Is \`app.listen(process.env.PORT ?? 3000)\` still there?`,
  crashedAtStart: (status: ExitStatus, error: string) =>
    `The program threw an error while it was starting, and ended ${ending(status)}. ${printed(error)}`,
  portTaken: (port: number) =>
    `The program could not listen on port ${port}, because it listens there already. Call \`app.listen\` once.`,
  neverListened: (port: number, waited: number, last: string) =>
    `The program runs, but after ${seconds(waited)} nothing listens on port ${port}. Call \`app.listen(process.env.PORT ?? ${port})\`, and look for a loop or an \`await\` that never ends before it. ${printed(last)}`,
  wrongPort: (port: number, others: readonly number[]) =>
    `The server listens on port ${or(others.map(String))}, but it was told to listen on ${port}. Use the variable: \`app.listen(process.env.PORT ?? ${port})\`.`,

  crashed: (status: ExitStatus, during: string, error: string) =>
    `The server went down ${ending(status)}${during === '' ? '' : ` after ${quote(during)}`}, and with it everybody else's requests. ${printed(error)}`,
  noAnswer: (line: string, waited: number) =>
    `${quote(line)} got no answer in ${seconds(waited)}. Every path through a handler must answer, or call \`next\`.`,
  busy: (milliseconds: number) =>
    `This computer is busy: an answer that should come at once took ${seconds(milliseconds)}, so a limit of time may have run out that is well chosen. Close other programs and check again before you believe this:`,
  ourFault: (message: string) =>
    `The sandbox failed, not your code: ${message} Your files are untouched; run the checks again.`,

  notJudged: {
    needs: (titles: readonly string[]) =>
      `This can only be judged once ${or(titles.map((title) => `“${title}”`))} passes.`,
    serverDown: 'The server was gone by then, so this could not be seen.',
    nothingLogged: 'Nothing was logged at all, so nothing can be said about what the log leaves out.',
    noAnswer: 'The answers that this needs did not come.',
    notStarted: 'The server did not start.',
    notRun: 'The checks did not come that far.',
  },
  sameCause: (title: string) => `The same cause as with “${title}”.`,

  /** What a condition asks for, as a line under “expected”. */
  expected: {
    answer: 'an answer',
    noAnswer: 'no answer',
    complete: (whole: boolean) => (whole ? 'a complete answer' : 'an answer that is cut off before its end'),
    status: (wanted: readonly string[]) => `status ${or(wanted)}`,
    mediaType: (wanted: readonly string[]) =>
      `\`Content-Type\`: ${or(wanted.map((type) => (type === 'json' ? '`application/json`' : quote(type))))}`,
    json: 'a body that is JSON',
    emptyBody: 'no body',
    expressPage: (wanted: boolean) =>
      wanted ? "Express's own error page" : "an answer of your own, not Express's error page",
    within: (milliseconds: number) => `an answer within ${seconds(milliseconds)}`,
    slower: (milliseconds: number) => `an answer that takes at least ${seconds(milliseconds)}`,
    connections: (count: number) => `${count} connection${count === 1 ? '' : 's'} for all requests`,
    contains: (what: string, part: string) => `${what} with ${quote(part)} in it`,
    lacks: (what: string, part: string) => `${what} without ${quote(part)}`,
    matches: (what: string, source: string) => `${what} like \`/${source}/\``,
    items: (what: string, min: number | undefined, max: number | undefined, found: number, all: number) =>
      `${what} with ${howMany(min, max)} that ${max === 0 ? 'should not be there' : 'is as asked'}; found ${found} of ${all}`,
    equals: (what: string, value: unknown) => `${what} equal to ${quote(value)}`,
    oneOf: (what: string, values: readonly unknown[]) => `${what}: ${or(values.map(quote))}`,
    empty: (what: string, empty: boolean) => `${what} ${empty ? 'empty' : 'not empty'}`,
    present: (what: string, present: boolean) => (present ? `${what} present` : `no ${what}`),
    length: (what: string, length: number) => `${what} with ${length} ${length === 1 ? 'entry' : 'entries'}`,
    atLeast: (what: string, least: number) => `${what} of at least ${least}`,
    atMost: (what: string, most: number) => `${what} of at most ${most}`,
    filled: (what: string) => `${what} with some text`,
    type: (what: string, type: string) => `${what} of type ${type}`,
    records: (count: string, found: number) => `${count} in the log; found ${found === 0 ? 'none' : found}`,
    oneRecordEach: (requests: number, found: number) =>
      `one record in the log for each of the ${requests} failed requests; found ${found === 0 ? 'none' : found}`,
    alive: (alive: boolean) => (alive ? 'a server that still runs' : 'a server that has ended'),
    exitCode: (codes: readonly (number | 'failure')[]) =>
      `exit code ${or(codes.map((code) => (code === 'failure' ? 'other than 0' : String(code))))}`,
    file: (path: string, exists: boolean) => (exists ? `the file ${quote(path)}` : `no file ${quote(path)}`),
    sum: (requests: number, single: number, counted: number, field: string) =>
      `${requests} failures in all; found ${single} with a record of their own and ${counted} in ${quote(field)}`,
    partsOf: (parts: readonly string[]) => `an answer with ${parts.map(quote).join(' and ')}`,
    distinct: (parts: readonly string[], text: string) =>
      `${parts.map(quote).join(' and ')} of its own; ${quote(text)} was used before`,
    notThis: 'something else than this',
  },
  recordCount: (min: number | undefined, max: number | undefined): string => {
    if (max === 0) return 'no such record';
    if (min !== undefined && min === max) return `${min} such record${min === 1 ? '' : 's'}`;
    if (max === undefined) return `at least ${min ?? 1} such record${(min ?? 1) === 1 ? '' : 's'}`;
    return `${min ?? 0} to ${max} such records`;
  },

  /** The grade of a project. */
  grade: {
    failed: 'Not yet',
    mustPass: 'A check that must pass does not, so there is no grade yet, whatever the sum.',
    sumAlone: (title: string) => `By its sum alone this would be “${title}”.`,
    below: (from: number) => `The first grade begins at ${from} points.`,
    missed: (title: string) => `Must pass first: “${title}”.`,
    next: (points: number, title: string) => `${points} point${points === 1 ? '' : 's'} to “${title}”.`,
    sum: (points: number, of: number) => `${points} of ${of} points`,
  },

  /** Above an answer in a transcript that does not stand below its request. */
  answerTo: (line: string) => `to ${line}:`,

  /** Above a request that went to a service, and not to the learner's server. */
  toService: (service: string) => `To the service “${service}”:`,

  /** What stands under “received” where no response came. */
  received: {
    timeout: (milliseconds: number) => `no answer in ${seconds(milliseconds)}`,
    'hung-up': 'the client hung up on purpose',
    skipped: 'not sent any more',
    ECONNREFUSED: 'connection refused: nothing listens there',
    ECONNRESET: 'the connection was closed without an answer',
    EPIPE: 'the connection was closed while the request was being sent',
    HPE_INVALID: 'something that is not HTTP',
    cut: 'the answer ended before it was complete',
  },
} as const;
