import type { Progress } from './progress.ts';
import type { RestorePoint } from './record.ts';

/** More of a unit than this, and the oldest that only a run made are taken away. */
const most = 200;

/** Keeps files as they are now; resolves to the restore point. */
export async function keepRestorePoint(
  progress: Progress,
  { unit, reason, files, passed, of }: Omit<RestorePoint, 'id' | 'at'>,
): Promise<RestorePoint> {
  const at = new Date().toISOString();
  const id = `${unit}~${at}~${Math.random().toString(36).slice(2, 8)}`;
  const point: RestorePoint = {
    id,
    unit,
    at,
    reason,
    files: { ...files },
    ...(passed === undefined ? {} : { passed }),
    ...(of === undefined ? {} : { of }),
  };
  await progress.merge('restore-point', id, point);
  return point;
}

/** The restore points of a unit, the latest first. */
export async function listRestorePoints(progress: Progress, unit: string): Promise<readonly RestorePoint[]> {
  const all = [...(await progress.list('restore-point', `${unit}~`)).values()];
  return all.sort((a, b) => (a.at < b.at ? 1 : -1));
}

/** Takes away what is more than a unit may have: the oldest runs, then the oldest checks, never anything else. */
export async function pruneRestorePoints(progress: Progress, unit: string): Promise<void> {
  const all = [...(await listRestorePoints(progress, unit))].reverse();
  let spare = all.length - most;
  for (const reason of ['run', 'check']) {
    for (const { id } of all.filter((point) => point.reason === reason)) {
      if (spare-- <= 0) return;
      await progress.forget(id);
    }
  }
}
