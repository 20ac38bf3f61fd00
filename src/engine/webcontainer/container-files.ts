import type { FileSystemTree, WebContainer } from '@webcontainer/api';
import { type FileTree, pathSegments } from '../../files/file-tree.ts';
import type { PackageFiles } from '../engine-files.ts';
import { EngineError } from '../errors.ts';

/** The folder of programs, below the container's working directory; packages lie above it, out of programs' reach. */
export const appFolder = 'app';

/** The files of programs in a container. Its paths begin at the container's working directory. */
export class ContainerFiles {
  readonly #container: WebContainer;

  constructor(container: WebContainer) {
    this.#container = container;
  }

  async mount(tree: FileTree): Promise<void> {
    await this.#clearTheWay(tree, appFolder);
    await this.#container.mount({ [appFolder]: { directory: tree as FileSystemTree } });
  }

  async readFile(path: string): Promise<Uint8Array> {
    const full = resolvePath(path);
    try {
      // The bytes are of the frame's realm; these are the page's.
      return new Uint8Array(await this.#container.fs.readFile(full));
    } catch (error) {
      throw engineError(error, path);
    }
  }

  async writeFile(path: string, data: string | Uint8Array): Promise<void> {
    const full = resolvePath(path);
    const folder = full.slice(0, full.lastIndexOf('/'));
    if (folder !== appFolder) await this.#container.fs.mkdir(folder, { recursive: true });
    await this.#container.fs.writeFile(full, data);
  }

  async rm(path: string): Promise<void> {
    await this.#container.fs.rm(resolvePath(path), { recursive: true, force: true });
  }

  async list(path = '.'): Promise<string[]> {
    const found: string[] = [];
    const walk = async (folder: string): Promise<void> => {
      const entries = await this.#container.fs.readdir(folder, { withFileTypes: true });
      await Promise.all(
        entries.map(async (entry) => {
          if (entry.name === 'node_modules') return;
          const full = `${folder}/${entry.name}`;
          if (entry.isDirectory()) await walk(full);
          else found.push(full.slice(appFolder.length + 1));
        }),
      );
    };
    try {
      await walk(path === '.' ? appFolder : resolvePath(path));
    } catch (error) {
      throw engineError(error, path);
    }
    return found.sort();
  }

  /** Removes what is a file where the tree has a folder, and the other way round. */
  async #clearTheWay(tree: FileTree, folder: string): Promise<void> {
    const entries = await this.#container.fs.readdir(folder, { withFileTypes: true });
    await Promise.all(
      entries.map(async (there) => {
        const wanted = Object.hasOwn(tree, there.name) ? tree[there.name] : undefined;
        if (wanted === undefined) return;
        const full = `${folder}/${there.name}`;
        const isFolder = 'directory' in wanted;
        if (isFolder !== there.isDirectory()) await this.#container.fs.rm(full, { recursive: true });
        else if (isFolder) await this.#clearTheWay(wanted.directory, full);
      }),
    );
  }
}

/** A tree with the files of packages, each at its path. */
export function treeFromPackages(packs: readonly PackageFiles[]): FileSystemTree {
  const root: FileSystemTree = {};
  for (const { files, texts } of packs) {
    files.forEach(({ path }, i) => {
      const segments = path.split('/');
      const name = segments.pop() as string;
      let here = root;
      for (const segment of segments) {
        const next = (here[segment] ??= { directory: {} });
        here = (next as { directory: FileSystemTree }).directory;
      }
      here[name] = { file: { contents: texts[i] ?? '' } };
    });
  }
  return root;
}

function resolvePath(path: string): string {
  return `${appFolder}/${pathSegments(path).join('/')}`;
}

/** Errors lose their `code` on the way out of a container: what is left is how their message begins. */
function engineError(error: unknown, path: string): unknown {
  const message = String((error as { message?: unknown } | undefined)?.message);
  if (!/^(?:Error: )?(?:ENOENT|ENOTDIR|EISDIR)\b/.test(message)) return error;
  return new EngineError('ERR_ENGINE_NO_FILE', `There is no file \`${path}\`.`, { cause: error });
}
