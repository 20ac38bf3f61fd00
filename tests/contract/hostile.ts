import { describe, expect, test } from 'vitest';
import type { Lab } from './lab.ts';

/** What programs must not reach, and what they must not break. Each test names what was tried. */
export function describeHostile(lab: Lab): void {
  /** After whatever happened, the engine runs the next program. */
  const standsStill = async () => {
    expect((await lab.run({ 'after.mjs': 'console.log("still here")' }, ['after.mjs'])).stdout).toBe(
      'still here\n',
    );
  };

  describe('hostile programs', () => {
    test('fetch, open sockets and look names up outside', async () => {
      const { stdout } = await lab.run({
        'main.mjs': `
          import net from 'node:net';
          import dns from 'node:dns/promises';
          const told = [];
          await fetch('http://example.com/').then(() => told.push('fetched'), () => told.push('refused'));
          await new Promise((resolve) => net.connect(80, '93.184.215.14')
            .on('connect', () => resolve(told.push('connected')))
            .on('error', () => resolve(told.push('refused'))));
          await dns.lookup('example.com').then(() => told.push('found'), () => told.push('unknown'));
          await import('data:text/javascript,export default 1').then(({ default: x }) => told.push(x));
          await import('https://example.com/x.mjs').then(() => told.push('imported'), () => told.push('not imported'));
          console.log(told.join());`,
      });
      expect(stdout).toBe('refused,refused,unknown,1,not imported\n');
      await standsStill();
    });

    test('reach Node’s bindings', async () => {
      const { stdout } = await lab.run(
        {
          'main.cjs': `
          const told = [typeof internalBinding];
          for (const reach of [() => require('internal/bootstrap/realm'), () => process.binding('no_such')]) {
            try { reach(); told.push('reached'); } catch (error) { told.push(error.code ?? error.name); }
          }
          console.log(told.join());`,
        },
        ['main.cjs'],
      );
      expect(stdout).toMatch(/^undefined,MODULE_NOT_FOUND,(?:ERR_\w+|Error)\n$/);
    });

    test('start processes without end', async () => {
      const { stdout } = await lab.run({
        'main.mjs': `
          import { spawn } from 'node:child_process';
          const children = Array.from({ length: 60 }, () => spawn('node', ['-e', 'setInterval(() => {}, 1000)']));
          const errors = [];
          for (const child of children) child.on('error', (error) => {
            errors.push(error);
            if (errors.length < 30) return;
            console.log(errors[0].code, errors[0].syscall);
            process.exit();
          });`,
      });
      expect(stdout).toBe('EAGAIN spawn node\n');
      await standsStill();
    }, 60_000);
  });
}
