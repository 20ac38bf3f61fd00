import { createServer } from 'node:http';
import { answerErrors, refuseWhileEnding } from './app/answers.mjs';
import { endWell } from './app/end-well.mjs';
import { createApp } from './app/routes.mjs';

const state = { ending: false };
const app = createApp({ before: refuseWhileEnding(state), after: answerErrors });
const server = createServer(app);
endWell(server, state);
server.once('error', ({ code, port }) => {
  console.error(`Port ${port} cannot be had: ${code}`);
  process.exit(1);
});
server.listen(process.env.PORT ?? 3000, () => console.log('listening'));
