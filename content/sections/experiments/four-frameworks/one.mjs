import { frameworks } from './frameworks.mjs';

frameworks[process.argv[2]]();
