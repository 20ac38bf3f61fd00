import { S_IFDIR } from './flags.ts';
import { type DeviceName, type DirectoryInode, deviceMode } from './inode.ts';
import type { InodeTree } from './inode-tree.ts';
import type { Credentials } from './permission.ts';

const ROOT: Credentials = { uid: 0, gid: 0 };
const DEVICES: readonly DeviceName[] = ['null', 'zero', 'full', 'random', 'stdin', 'stdout', 'stderr'];

/** The directories that programs expect to find: `/tmp`, `/dev` with its devices, `/home/learner`. */
export function installStandardLayout(tree: InodeTree, who: Credentials): void {
  const directory = (parent: DirectoryInode, name: string, mode: number, owner: Credentials) =>
    tree.create(parent, name, { mode: S_IFDIR | mode, ...owner }) as DirectoryInode;

  directory(tree.root, 'tmp', 0o1777, ROOT);
  const dev = directory(tree.root, 'dev', 0o755, ROOT);
  for (const device of DEVICES) {
    const owner = device.startsWith('std') ? who : ROOT;
    tree.create(dev, device, { mode: deviceMode(device), ...owner, device });
  }
  tree.create(dev, 'urandom', { mode: deviceMode('random'), ...ROOT, device: 'random' });
  directory(directory(tree.root, 'home', 0o755, ROOT), 'learner', 0o755, who);
}
