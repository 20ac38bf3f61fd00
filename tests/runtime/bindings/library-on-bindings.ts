/**
 * Runs programs on Node's own library twice: on Node's bindings, and on ours. Started with `--expose-internals`; prints
 * what both gave as JSON. Files are in a folder of the disk and in memory, with the same paths.
 */
import * as realFs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFsBinding } from '../../../src/runtime/bindings/fs.ts';
import { createFsDirBinding } from '../../../src/runtime/bindings/fs-dir.ts';
import { createFsEventWrapBinding } from '../../../src/runtime/bindings/fs-event-wrap.ts';
import { createMessagingBinding } from '../../../src/runtime/bindings/messaging.ts';
import { MemoryFileSystem } from '../../../src/runtime/fs/memory-file-system.ts';
import type { Fs } from './fs-scenarios.ts';
import { scenarios as fsScenarios } from './fs-scenarios.ts';
import { scenarios as messagingScenarios } from './messaging-scenarios.ts';
import { createLibrary, createLibraryHost, nodeLibrary, perContextLibrary } from './node-library.ts';

const outcomes: Record<string, { real: unknown; ours: unknown }> = {};

async function runFiles(): Promise<void> {
  const temporary = realFs.realpathSync(realFs.mkdtempSync(join(tmpdir(), 'library-')));
  const root = join(temporary, 'scenario');
  for (const [name, scenario] of Object.entries(fsScenarios)) {
    realFs.mkdirSync(root, { mode: 0o755 });
    process.chdir(root);
    const files = new MemoryFileSystem({
      uid: process.getuid?.() ?? 0,
      gid: process.getgid?.() ?? 0,
      cwd: root,
    });
    files.umask = process.umask();
    const host = createLibraryHost(files);
    const bindings = {
      fs: createFsBinding(host),
      fs_dir: createFsDirBinding(host),
      fs_event_wrap: createFsEventWrapBinding(host),
    };
    const ours = createLibrary(bindings, /^(?:fs$|fs\/|internal\/fs\/)/)('fs') as Fs;
    outcomes[name] = { real: await scenario(realFs, root), ours: await scenario(ours, root) };
    process.chdir(temporary);
    realFs.rmSync(root, { recursive: true, force: true });
  }
  realFs.rmSync(temporary, { recursive: true, force: true });
}

async function runMessaging(): Promise<void> {
  for (const [name, scenario] of Object.entries(messagingScenarios)) {
    const host = createLibraryHost();
    const threads = { listen() {}, send() {} };
    const perContext = { DOMException, ...perContextLibrary('messageport') };
    const binding = createMessagingBinding(Object.assign(host, { perContext, threads }));
    const ours = createLibrary({ messaging: binding }, /^internal\/worker\/(?:io|js_transferable)$/);
    ours('internal/worker/js_transferable').setup();
    outcomes[name] = { real: await scenario(nodeLibrary), ours: await scenario(ours) };
  }
}

await (process.argv[2] === 'messaging' ? runMessaging() : runFiles());
process.stdout.write(JSON.stringify(outcomes));
