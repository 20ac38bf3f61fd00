/**
 * Property tests draw the same inputs each time, so that a run that fails here fails everywhere. `FAST_CHECK_SEED`
 * draws others; `npm run test:properties` does so many times over.
 */
import fc from 'fast-check';

const defaultSeed = 20_261_129;

fc.configureGlobal({ seed: Number(process.env['FAST_CHECK_SEED'] ?? defaultSeed) });
