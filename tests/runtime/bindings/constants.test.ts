import os from 'node:os';
import { describe, expect, it } from 'vitest';
import { createConstantsBinding } from '../../../src/runtime/bindings/constants.ts';
import { createOsBinding } from '../../../src/runtime/bindings/os.ts';
import { createSymbolsBinding } from '../../../src/runtime/bindings/symbols.ts';
import { createUvBinding } from '../../../src/runtime/bindings/uv.ts';
import { createPlainHost, nodeBinding } from './plain-host.ts';

const host = createPlainHost();
/** The numbers are Linux's on x64 whatever machine runs this. */
const onLinux = process.platform === 'linux' && process.arch === 'x64';

describe('constants', () => {
  it.runIf(onLinux)('are those of Node on Linux, table by table', () => {
    const ours = createConstantsBinding(host);
    const node = nodeBinding('constants');
    for (const table of ['os', 'fs', 'crypto', 'zlib', 'trace']) expect(ours[table]).toEqual(node[table]);
    expect(Object.getPrototypeOf(ours['os'].errno)).toBe(null);
  });

  it.runIf(onLinux)('of libuv have the number, name and message of Node', () => {
    const ours = createUvBinding(host);
    const node = nodeBinding('uv');
    expect(ours['getErrorMap']()).toEqual(node['getErrorMap']());
    for (const code of [-2, -98, -4095, -99999]) {
      expect(ours['getErrorMessage'](code)).toBe(node['getErrorMessage'](code));
    }
    expect(ours['errname'](-2)).toBe('ENOENT');
    for (const [name, value] of Object.entries(node))
      if (name.startsWith('UV_')) expect(ours[name]).toBe(value);
  });

  it('symbols are one each', () => {
    const symbols = Object.values(createSymbolsBinding(host));
    expect(new Set(symbols).size).toBe(symbols.length);
    expect(symbols.every((symbol) => typeof symbol === 'symbol')).toBe(true);
  });
});

describe('the os binding', () => {
  const binding = createOsBinding(host);

  it('has every function that Node has, and shapes that `node:os` can read', () => {
    const node = nodeBinding('os');
    expect(Object.keys(binding).sort()).toEqual(Object.keys(node).sort());
    expect(binding['getCPUs']().length % 7).toBe(0);
    expect(binding['getInterfaceAddresses']().length % 7).toBe(0);
    expect(Object.keys(binding['getUserInfo'](null))).toEqual(Object.keys(os.userInfo()));
    expect(binding['getUserInfo']({ encoding: 'buffer' }).username).toEqual(Buffer.from('node'));
  });

  it('keeps the priority of the process, and knows no other', () => {
    expect(binding['getPriority'](0, {})).toBe(0);
    expect(binding['setPriority'](0, 10, {})).toBe(0);
    expect(binding['getPriority'](host.pid, {})).toBe(10);
    const context = {};
    expect(binding['getPriority'](4242, context)).toBeUndefined();
    expect(context).toMatchObject({ code: 'ESRCH', syscall: 'uv_os_getpriority' });
  });
});
