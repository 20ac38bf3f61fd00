export const log = (level, fields) =>
  process.stdout.write(`${JSON.stringify({ severity: level.toUpperCase(), time: Date.now(), ...fields })}\n`);
