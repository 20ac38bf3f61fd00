/**
 * What is left out of packages although their code names it, because no lesson can reach it. In place of each such
 * file lies a module that throws an error with the code `ERR_SANDBOX_TRIMMED` and the reason. A rule that fits no file
 * any more, or another number of files than it says, stops the build; so does one of `entries`, of a JSON file whose
 * other entries nothing in the sandbox looks up.
 */
const TRIMS = [
  {
    package: 'mime-db',
    entries: 'db.json',
    // `mime-types`, the one package that asks it, looks for nothing else.
    isKept: ({ extensions, charset }) => extensions !== undefined || charset !== undefined,
    // Of each version that is installed.
    counts: [991, 1042],
  },
  {
    package: 'iconv-lite',
    files: /^encodings\/tables\/.*\.json$/,
    count: 8,
    reason:
      'the tables of East Asian encodings are half of all that Express needs; bodies in UTF-8 need none',
  },
];

/** The source of the module that lies where a file was left out. */
function refusal(file, reason) {
  const message = `\`${file}\` is not part of this sandbox: ${reason}.`;
  return `throw Object.assign(new Error(${JSON.stringify(message)}), { code: 'ERR_SANDBOX_TRIMMED' });\n`;
}

function trimEntries({ package: name, entries, isKept, counts }, text) {
  const kept = Object.entries(JSON.parse(text)).filter(([, value]) => isKept(value));
  if (!counts.includes(kept.length)) {
    throw new Error(
      `The rule that trims \`${name}/${entries}\` keeps ${kept.length} entries instead of ${counts.join(' or ')}: see scripts/package-trims.mjs.`,
    );
  }
  return JSON.stringify(Object.fromEntries(kept));
}

/** Replaces what the rules leave out among a package's files: `[path, text]`. */
export function trimPackage(name, files, trims = TRIMS) {
  const rules = trims.filter((rule) => rule.package === name);
  let kept = files;
  for (const rule of rules.filter(({ entries }) => entries !== undefined)) {
    kept = kept.map(([path, text]) => [path, path === rule.entries ? trimEntries(rule, text) : text]);
  }
  for (const { files: pattern, count, reason } of rules.filter(({ files }) => files !== undefined)) {
    const found = kept.filter(([path]) => pattern.test(path)).length;
    if (found !== count) {
      throw new Error(
        `The rule that trims \`${name}\` fits ${found} files instead of ${count}: see scripts/package-trims.mjs.`,
      );
    }
    kept = kept.map(([path, text]) =>
      // A folder of the file's name: `require` finds its index where it looks for the file.
      pattern.test(path) ? [`${path}/index.js`, refusal(`${name}/${path}`, reason)] : [path, text],
    );
  }
  return kept;
}
