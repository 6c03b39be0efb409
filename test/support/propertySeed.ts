import fc from 'fast-check';

/**
 * What properties are tried with is the same in every run, so that a run says something about the change under test.
 * `ALOUD_PROPERTY_SEED=$RANDOM npx vitest run --project unit` looks for what no run has seen.
 */
fc.configureGlobal({ seed: Number(process.env['ALOUD_PROPERTY_SEED'] ?? 1) });
