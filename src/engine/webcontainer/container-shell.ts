import type { WebContainer } from '@webcontainer/api';
import type { EngineShell, ShellSize } from '../engine.ts';
import { appFolder } from './container-files.ts';

/** What makes the folder of programs the place where `npm install` installs; without it, that would be the one above. */
const manifest = '{ "private": true }\n';

/** Opens the container's own shell in the folder of programs. */
export async function openContainerShell(container: WebContainer, size: ShellSize): Promise<EngineShell> {
  const entries = await container.fs.readdir(appFolder);
  if (!entries.includes('package.json')) await container.fs.writeFile(`${appFolder}/package.json`, manifest);
  const process = await container.spawn('jsh', { cwd: appFolder, terminal: { ...size } });
  const writer = process.input.getWriter();
  let ended = false;
  const exit = process.exit.then(
    () => {},
    () => {},
  );
  void exit.then(() => {
    ended = true;
  });
  return {
    output: process.output,
    exit,
    write: (data) => void (ended || writer.write(data).catch(() => {})),
    resize: (next) => ended || process.resize({ ...next }),
    kill: () => ended || process.kill(),
  };
}
