export function log(level, msg, extra) {
  console.log(JSON.stringify({ time: new Date().toISOString(), level, msg, ...extra }));
}
