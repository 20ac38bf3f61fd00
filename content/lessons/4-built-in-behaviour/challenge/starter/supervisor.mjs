import { fork } from 'node:child_process';

// Starts the worker once. What happens when it ends?
fork('./server.mjs');
