import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';

/** What stands behind a dot, by the name before it: the parts of Express and pino that the course uses. */
const members: Readonly<Record<string, readonly string[]>> = {
  app: [
    'use',
    'get',
    'post',
    'put',
    'patch',
    'delete',
    'all',
    'param',
    'listen',
    'set',
    'disable',
    'enable',
    'locals',
  ],
  router: ['use', 'get', 'post', 'put', 'patch', 'delete', 'all', 'param', 'route'],
  req: [
    'params',
    'query',
    'body',
    'headers',
    'get',
    'method',
    'path',
    'url',
    'originalUrl',
    'route',
    'ip',
    'id',
    'log',
    'accepts',
    'on',
  ],
  res: [
    'status',
    'json',
    'send',
    'render',
    'format',
    'type',
    'set',
    'get',
    'locals',
    'headersSent',
    'end',
    'write',
    'redirect',
    'sendFile',
    'destroy',
    'on',
    'writableFinished',
    'vary',
  ],
  err: ['message', 'stack', 'cause', 'code', 'status', 'statusCode', 'headers', 'expose', 'type', 'name'],
  error: ['message', 'stack', 'cause', 'code', 'status', 'name'],
  log: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'child', 'level'],
  logger: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'child', 'level'],
  process: [
    'on',
    'once',
    'env',
    'exit',
    'exitCode',
    'pid',
    'uptime',
    'memoryUsage',
    'stdout',
    'stderr',
    'kill',
  ],
  server: ['listen', 'close', 'closeAllConnections', 'closeIdleConnections', 'on', 'address'],
  console: ['log', 'error', 'warn', 'info', 'debug'],
};

const nodeModules = [
  'node:async_hooks',
  'node:child_process',
  'node:crypto',
  'node:diagnostics_channel',
  'node:events',
  'node:fs',
  'node:fs/promises',
  'node:http',
  'node:path',
  'node:stream',
  'node:stream/promises',
  'node:timers/promises',
  'node:url',
  'node:util',
];

/** Names of modules inside the quotes of an import, and members behind a dot. */
export function completionsFor(packages: readonly string[], files: () => readonly string[]) {
  return (context: CompletionContext): CompletionResult | null => {
    const module = context.matchBefore(/(?:from|import|require\()\s*['"][^'"]*/);
    if (module) {
      const quote = /['"]/.exec(module.text)?.index ?? 0;
      const local = files()
        .filter((path) => /\.[cm]?[jt]s$/.test(path))
        .map((path) => `./${path}`);
      return {
        from: module.from + quote + 1,
        options: options([...packages, ...nodeModules, ...local], 'namespace'),
      };
    }
    const member = context.matchBefore(/\b\w+\.\w*/);
    const [name = '', typed = ''] = member?.text.split('.') ?? [];
    const known = members[name];
    if (!member || !known) return null;
    return { from: context.pos - typed.length, options: options(known, 'property'), validFor: /^\w*$/ };
  };
}

function options(labels: readonly string[], type: string): Completion[] {
  return labels.map((label) => ({ label, type }));
}
