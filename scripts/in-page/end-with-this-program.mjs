const browsers = new Set();

/** Where this program is cut short, no browser must stay behind. */
process.on('exit', () => {
  for (const end of browsers) end();
});

/**
 * Ends a child that was started as a group of its own (`detached`), with all its processes, when the returned function
 * is called or when this program ends.
 */
export function endWithThisProgram(child) {
  const end = () => {
    browsers.delete(end);
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It is gone already.
    }
  };
  browsers.add(end);
  return end;
}
