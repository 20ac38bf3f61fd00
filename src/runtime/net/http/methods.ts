/**
 * Request methods by number, as llhttp numbers them and as `internalBinding('http_parser')` lists them.
 *
 * @see https://github.com/nodejs/llhttp/blob/main/src/llhttp/constants.ts
 */

/** Every method a parser knows, in the order of its numbers. */
export const allMethods: readonly string[] = [
  ...['DELETE', 'GET', 'HEAD', 'POST', 'PUT', 'CONNECT', 'OPTIONS', 'TRACE', 'COPY', 'LOCK', 'MKCOL', 'MOVE'],
  ...['PROPFIND', 'PROPPATCH', 'SEARCH', 'UNLOCK', 'BIND', 'REBIND', 'UNBIND', 'ACL', 'REPORT', 'MKACTIVITY'],
  ...['CHECKOUT', 'MERGE', 'M-SEARCH', 'NOTIFY', 'SUBSCRIBE', 'UNSUBSCRIBE', 'PATCH', 'PURGE', 'MKCALENDAR'],
  ...['LINK', 'UNLINK', 'SOURCE', 'PRI', 'DESCRIBE', 'ANNOUNCE', 'SETUP', 'PLAY', 'PAUSE', 'TEARDOWN'],
  ...['GET_PARAMETER', 'SET_PARAMETER', 'REDIRECT', 'RECORD', 'FLUSH', 'QUERY'],
];

const rtspOnly = new Set([
  ...['DESCRIBE', 'ANNOUNCE', 'SETUP', 'PLAY', 'PAUSE', 'TEARDOWN', 'GET_PARAMETER', 'SET_PARAMETER'],
  ...['REDIRECT', 'RECORD', 'FLUSH'],
]);

/** The methods that a server may see in an HTTP request; `http.METHODS` is this list, sorted. */
export const methods: readonly string[] = allMethods.filter((name) => name !== 'PRI' && !rtspOnly.has(name));

export const METHOD_GET = allMethods.indexOf('GET');
export const METHOD_POST = allMethods.indexOf('POST');
export const METHOD_CONNECT = allMethods.indexOf('CONNECT');
export const METHOD_PRI = allMethods.indexOf('PRI');

const numbersOf = (names: Iterable<string>): ReadonlySet<number> =>
  new Set(Array.from(names, (name) => allMethods.indexOf(name)));

/** Methods allowed with each protocol name of a request line. */
export const httpMethods = numbersOf([...methods, 'PRI']);
export const rtspMethods = numbersOf([...rtspOnly, 'OPTIONS', 'GET', 'POST']);
export const iceMethods = numbersOf(['SOURCE']);

/** One byte further in the name of a method; `method` is set where a name is complete. */
export interface MethodNode {
  readonly next: ReadonlyMap<number, MethodNode>;
  readonly method: number;
}

function nodeFor(prefix: string): MethodNode {
  const longer = allMethods.filter((name) => name.length > prefix.length && name.startsWith(prefix));
  const letters = new Set(longer.map((name) => name.charCodeAt(prefix.length)));
  return {
    next: new Map(Array.from(letters, (code) => [code, nodeFor(prefix + String.fromCharCode(code))])),
    method: allMethods.indexOf(prefix),
  };
}

/** The names of all methods as a tree of bytes. */
export const methodTree: MethodNode = nodeFor('');
