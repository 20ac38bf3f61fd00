// A shell on a terminal that is none: it shows what is typed, and runs a line when Enter comes.
import { spawn } from 'node:child_process';

const prompt = () => process.stdout.write('\r\n\u001b[35m❯\u001b[39m ');
let line = '';
let running;

async function run(command) {
  process.stdout.write('\r\n');
  if (command === 'exit') process.exit(0);
  running = spawn('sh', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [running.stdout, running.stderr]) {
    stream.on('data', (data) => process.stdout.write(String(data).replaceAll('\n', '\r\n')));
  }
  await new Promise((resolve) => running.on('close', resolve));
  running = undefined;
}

process.stdin.setEncoding('utf8');
prompt();
for await (const typed of process.stdin) {
  for (const key of typed) {
    if (key === '\u0003') running?.kill('SIGINT');
    else if (key === '\u007f') line = line.slice(0, -1);
    else if (key === '\r') {
      const command = line.trim();
      line = '';
      if (command !== '') await run(command);
      prompt();
    } else {
      line += key;
      process.stdout.write(key);
    }
  }
}
