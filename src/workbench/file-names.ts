/** What is wrong with the name of a new file, in words for the learner; empty where nothing is. */
export function fileNameProblem(path: string, files: readonly string[]): string {
  if (path === '') return 'A file needs a name, such as errors.mjs.';
  if (files.includes(path)) return `There is a file ${path} already.`;
  if (!/^[\w.-]+(?:\/[\w.-]+)*$/.test(path) || /(?:^|\/)\.{1,2}(?:\/|$)/.test(path))
    return 'Letters, digits, dots, hyphens and slashes between folders: views/error.ejs.';
  if (path.startsWith('node_modules/') || path.startsWith('.'))
    return 'That place belongs to the sandbox. Choose another name.';
  if (files.some((file) => file.startsWith(`${path}/`) || path.startsWith(`${file}/`)))
    return `${path} would be a file and a folder at once.`;
  return '';
}
