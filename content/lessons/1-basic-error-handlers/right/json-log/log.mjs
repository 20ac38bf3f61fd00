/** One JSON line for each event, all of them on stdout. */
export function log(level, fields) {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, ...fields })}\n`);
}

export const describe = ({ name, message, stack }) => ({ name, message, stack });
