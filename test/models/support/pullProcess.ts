import { createModelStore, type ModelStoreOptions } from '../../../server/src/models/modelStore.ts';

/** A process of its own that pulls the model `toy` and prints what happens, one line each. */
const options = JSON.parse(process.argv[2] ?? '{}') as ModelStoreOptions;
const print = (line: string): void => void process.stdout.write(`${line}\n`);
try {
  await createModelStore(options).pull('toy', {
    signal: new AbortController().signal,
    onNote: (note) => {
      print(`note: ${note}`);
    },
    onProgress: ({ phase, receivedBytes }) => {
      print(`progress: ${phase} ${receivedBytes}`);
    },
  });
  print('done');
} catch (error) {
  print(`failed: ${error instanceof Error && 'code' in error ? String(error.code) : String(error)}`);
}
