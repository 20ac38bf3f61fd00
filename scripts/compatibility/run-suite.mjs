import { join } from 'node:path';
import { treeFromFolder } from '../in-page/folder-tree.mjs';
import { openEngine } from '../in-page.mjs';
import { fetchSuite } from './fetch-suite.mjs';
import { realNode, runFile } from './run-file.mjs';

// Long enough for a machine that runs much else; no file waits for it.
const LIMIT_MS = 180_000;

/**
 * Runs a suite file by file on real Node and in the page. A file counts where real Node passes it: what it does in the
 * page is held against that.
 *
 * @param {(line: string) => void} say
 */
export async function runSuite(suite, say) {
  const { folder, cwd, files } = await fetchSuite(suite);
  const result = {
    name: suite.name,
    version: suite.version,
    native: { passed: 0, failed: 0 },
    files: { passed: 0, failed: [] },
    tests: { passed: 0, of: 0 },
    skipped: [],
    broken: [],
  };
  const engine = await openEngine();
  try {
    await engine.mount(treeFromFolder(folder));
    for (const file of files) {
      const skip = suite.skipped.find((each) => each.files.test(file));
      if (skip) {
        result.skipped.push({ file, reason: skip.reason });
        continue;
      }
      const native = await runFile(realNode, file, { cwd: join(folder, cwd), limit: LIMIT_MS });
      result.native.passed += native.passed;
      result.native.failed += native.failed;
      if (native.code !== 0) {
        result.broken.push(file);
        continue;
      }
      const page = await runFile(engine, file, { cwd, limit: LIMIT_MS });
      result.tests.of += native.passed;
      result.tests.passed += Math.min(page.passed, native.passed);
      const { passed, code, timedOut } = page;
      if (code === 0 && passed >= native.passed) result.files.passed++;
      else {
        result.files.failed.push({ file, passed, of: native.passed, timedOut });
        say(`${file}: ${passed} of ${native.passed}${timedOut ? ', out of time' : `, exit code ${code}`}`);
      }
    }
  } finally {
    await engine.close();
  }
  return result;
}
