export function makeLog(fields) {
  return (level, msg, extra) => console.log(JSON.stringify({ time: new Date().toISOString(), level, msg, ...fields, ...extra }));
}
