/**
 * `/bin/sh -c command`, as `child_process.exec` and `shell: true` start it. There is no shell among the programs of the
 * sandbox: a command that only starts Node is started as it is, everything else is read by a small program on Node.
 */
import type { ChildRequest } from './bindings/process-wrap.ts';

type Command = Pick<ChildRequest, 'file' | 'args' | 'env'>;

/** What to start in the place of a shell; any other request as it is. */
export function withoutShell<Request extends Command>(request: Request): Request {
  const [, option, command] = request.args;
  if (!/^(?:\/bin\/)?sh$/.test(request.file) || option !== '-c' || command === undefined) return request;
  const simple = nodeCommand(command);
  return simple
    ? { ...request, file: 'node', args: simple.args, env: [...request.env, ...simple.env] }
    : { ...request, file: 'node', args: ['node', '-e', shellProgram(), '--', command] };
}

/** The words of a command that does nothing but start Node; `undefined` where a shell has more to do. */
function nodeCommand(command: string): { args: string[]; env: string[] } | undefined {
  const assignment = /^[A-Za-z_]\w*=/;
  const words: string[] = [];
  const pattern = /\s*((?:[^\s'"\\$`*?()|&;<>#~[\]{}]|'[^']*'|"[^"\\$`]*")+)(?=\s|$)/y;
  const end = command.trimEnd().length;
  while (pattern.lastIndex < end) {
    const match = pattern.exec(command);
    if (!match || match[0].includes('\n')) return undefined;
    words.push((match[1] as string).replace(/'([^']*)'|"([^"]*)"/g, '$1$2'));
  }
  const first = words.findIndex((word) => !assignment.test(word));
  if (first < 0 || !/(?:^|\/)node$/.test(words[first] as string)) return undefined;
  return { args: words.slice(first), env: words.slice(0, first) };
}

/**
 * The small program: words, quotes, variables, `;`, `&&`, `||`, output into files, and the commands below. What it does not
 * know, it says in the words of the shell.
 */
function shellProgram(): string {
  return String.raw`
const fs = require('fs'), { spawn } = require('child_process');
const text = process.argv[1], tokens = [];
let status = 0;
const fail = (message, code) => { fs.writeSync(2, '/bin/sh: 1: ' + message + '\n'); process.exit(code); };
for (let at = 0; at < text.length; ) {
  if (/[ \t]/.test(text[at])) { at++; continue; }
  if (text[at] === '#') { while (at < text.length && text[at] !== '\n') at++; continue; }
  const operator = /^(?:&&|\|\||[12]?>&[12]|[12]?>>?|[;\n|&<()])/.exec(text.slice(at));
  if (operator) { tokens.push({ operator: operator[0] }); at += operator[0].length; continue; }
  const parts = [];
  while (at < text.length && !/[\s;&|<>()]/.test(text[at])) {
    const mark = text[at];
    if (mark === "'" || mark === '"') {
      let end = at + 1, piece = '';
      while (end < text.length && text[end] !== mark) {
        if (mark === '"' && text[end] === '\\' && /["\\$]/.test(text[end + 1] ?? '')) {
          parts.push([piece, true], [text[end + 1], false]);
          piece = '';
          end += 2;
        } else piece += text[end++];
      }
      if (end >= text.length) fail('Syntax error: Unterminated quoted string', 2);
      parts.push([piece, mark === '"']);
      at = end + 1;
    } else if (mark === '\\') { parts.push([text[at + 1] ?? '', false]); at += 2; }
    else {
      let end = at;
      while (end < text.length && !/[\s;&|<>()'"\\]/.test(text[end])) end++;
      parts.push([text.slice(at, end), true]);
      at = end;
    }
  }
  tokens.push({ parts });
}
const value = (name) => name === '?' ? String(status) : name === '$' ? String(process.pid) : process.env[name] ?? '';
const expanded = (parts) => parts.map(([piece, expands]) => expands
  ? piece.replace(/\$(?:\{(\w+)\}|(\w+|[?$]))/g, (_, braced, plain) => value(braced ?? plain)) : piece).join('');
const said = (error) => ({ ENOENT: 'No such file or directory', EISDIR: 'Is a directory', ENOTDIR: 'Not a directory', EACCES: 'Permission denied' })[error.code] ?? error.message;
const start = (words, env, write, isPlain) => new Promise((resolve) => {
  const child = spawn('node', words, { env: { ...process.env, ...env }, stdio: isPlain ? 'inherit' : ['inherit', 'pipe', 'pipe'] });
  child.stdout?.on('data', (data) => write(1, data));
  child.stderr?.on('data', (data) => write(2, data));
  child.on('close', (code, signal) => resolve(code ?? 128 + (require('os').constants.signals[signal] ?? 0)));
  child.on('error', () => resolve(126));
});
async function run(words, env, write, isPlain) {
  const [name, ...rest] = words;
  const complain = (what, error) => { write(2, name + ': ' + what + ': ' + said(error) + '\n'); return name === 'ls' || name === 'cd' ? 2 : 1; };
  if (name === undefined) { Object.assign(process.env, env); return 0; }
  if (/(?:^|\/)node$/.test(name)) return start(rest, env, write, isPlain);
  switch (name) {
    case 'true': case ':': return 0;
    case 'false': return 1;
    case 'exit': process.exit(rest.length ? Number(rest[0]) : status); break;
    case 'echo': { const bare = rest[0] === '-n'; write(1, rest.slice(bare ? 1 : 0).join(' ') + (bare ? '' : '\n')); return 0; }
    case 'pwd': write(1, process.cwd() + '\n'); return 0;
    case 'cd': try { process.chdir(rest[0] ?? '/'); return 0; } catch (error) { write(2, '/bin/sh: 1: cd: can\'t cd to ' + rest[0] + '\n'); return 2; }
    case 'export': for (const word of rest) { const at = word.indexOf('='); if (at > 0) process.env[word.slice(0, at)] = word.slice(at + 1); } return 0;
    case 'sleep': return new Promise((resolve) => setTimeout(resolve, Number(rest[0]) * 1000, 0));
    case 'cat': { let code = 0; for (const file of rest.length ? rest : [0]) try { write(1, fs.readFileSync(file)); } catch (error) { code = complain(file, error); } return code; }
    case 'ls': {
      let code = 0;
      for (const file of rest.filter((word) => !word.startsWith('-')).concat(rest.some((word) => !word.startsWith('-')) ? [] : ['.'])) try {
        const names = fs.statSync(file).isDirectory() ? fs.readdirSync(file).filter((each) => !each.startsWith('.')) : [file];
        for (const each of names.sort()) write(1, each + '\n');
      } catch (error) { write(2, "ls: cannot access '" + file + "': " + said(error) + '\n'); code = 2; }
      return code;
    }
  }
  write(2, '/bin/sh: 1: ' + name + ': not found\n');
  return 127;
}
(async () => {
  let before = ';';
  for (let at = 0; at < tokens.length; at++) {
    const words = [], env = {}, sinks = { 1: 1, 2: 2 };
    for (; at < tokens.length && !/^(?:;|\n|&&|\|\|)$/.test(tokens[at].operator ?? ''); at++) {
      const { operator, parts } = tokens[at];
      if (operator === undefined) {
        const word = expanded(parts);
        if (words.length === 0 && /^[A-Za-z_]\w*=/.test(word)) env[word.slice(0, word.indexOf('='))] = word.slice(word.indexOf('=') + 1);
        else words.push(word);
        continue;
      }
      const copy = /^([12]?)>&([12])$/.exec(operator), file = /^([12]?)(>>?)$/.exec(operator);
      if (copy) sinks[copy[1] || 1] = sinks[copy[2]];
      else if (file && tokens[at + 1]?.parts) {
        const path = expanded(tokens[++at].parts);
        try { sinks[file[1] || 1] = fs.openSync(path, file[2] === '>' ? 'w' : 'a'); } catch (error) { fail('cannot create ' + path + ': ' + said(error), 2); }
      } else fail('the shell of this sandbox does not know ' + JSON.stringify(operator) + ': start Node with spawn instead', 2);
    }
    const skips = (before === '&&' && status !== 0) || (before === '||' && status === 0);
    const write = (stream, data) => fs.writeSync(sinks[stream], data);
    if (!skips && (words.length > 0 || Object.keys(env).length > 0)) status = await run(words, env, write, sinks[1] === 1 && sinks[2] === 2);
    before = tokens[at]?.operator ?? ';';
  }
  process.exitCode = status;
})();
`;
}
