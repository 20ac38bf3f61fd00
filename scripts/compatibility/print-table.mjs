import { suites } from './suites.mjs';

const HEAD = `# Suites that others wrote

Unmodified, from their npm packages, each file as \`node <file>\` in the page's engine in headless Chromium. A file counts
where real Node passes it on the same machine. Made by \`node scripts/compatibility.mjs\`; not written by hand.

| suite | files passed | files failed | files skipped | tests passed | of those that pass on real Node |
| ----- | -----------: | -----------: | ------------: | -----------: | ------------------------------: |
`;

const list = (title, lines) => (lines.length === 0 ? '' : `\n${title}\n\n${lines.join('\n')}\n`);

function why(suiteName, file) {
  const { failing = [] } = suites.find(({ name }) => name === suiteName) ?? {};
  const reason = failing.find(({ files }) => files.test(file))?.reason;
  return reason === undefined ? '' : `: ${reason}`;
}

function details({ name, version, files, skipped, broken }) {
  const reasons = Map.groupBy(skipped, ({ reason }) => reason);
  const text =
    list(
      'Failed:',
      files.failed.map(
        ({ file, passed, of, timedOut }) =>
          `- \`${file}\`: ${passed} of ${of} tests${timedOut ? ', out of time' : ''}${why(name, file)}`,
      ),
    ) +
    list(
      'Skipped:',
      [...reasons].map(
        ([reason, found]) => `- ${found.map(({ file }) => `\`${file}\``).join(', ')}: ${reason}`,
      ),
    ) +
    list(
      'Not counted, because real Node does not pass them from the package either:',
      broken.map((file) => `- \`${file}\``),
    );
  return text === '' ? '' : `\n## ${name} ${version}\n${text}`;
}

/** The page `docs/compatibility.md`, from the results of `runSuite`. */
export function compatibilityPage(results) {
  const rows = results.map(
    ({ name, version, files, skipped, tests }) =>
      `| ${name} ${version} | ${files.passed} | ${files.failed.length} | ${skipped.length} | ${tests.passed} | ${tests.of} |\n`,
  );
  return `${HEAD}${rows.join('')}${results.map(details).join('')}`;
}
