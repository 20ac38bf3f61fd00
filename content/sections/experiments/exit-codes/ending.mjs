import { endings } from './endings.mjs';

const ending = endings[process.argv[2]]();
if (ending !== undefined && process.argv[2].startsWith('a top-level')) await ending;
