/** Goes on listening for a moment to answer 503, then waits for what runs. */
export function endWell(server, state) {
  const running = new Set();
  server.prependListener('request', (req, res) => {
    running.add(res);
    res.once('close', () => running.delete(res));
  });
  process.on('uncaughtException', (error) => {
    console.log(JSON.stringify({ time: Date.now(), level: 60, error: { message: error.message, stack: error.stack } }));
    if (state.ending) return;
    state.ending = true;
    const limit = Date.now() + 4000;
    setInterval(() => {
      if (running.size === 0 || Date.now() > limit) process.exit(1);
    }, 50);
  });
}
