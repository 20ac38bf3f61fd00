/** Runs inside a network namespace: opens connections to its ports and hands them to the parent process. */
import { connectLocal } from './connect-local.ts';

process.on('message', async ({ id, port }: { id: number; port: number }) => {
  try {
    process.send?.({ id }, await connectLocal(port));
  } catch (error) {
    process.send?.({ id, code: (error as NodeJS.ErrnoException).code ?? 'ECONNREFUSED' });
  }
});
process.on('disconnect', () => process.exit());
process.send?.({ ready: true });
