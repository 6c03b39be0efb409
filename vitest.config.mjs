import { availableParallelism } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

const alone = 'test/e2e/editor/latency.test.ts';
const planted = 'test/architecture/plantedFaults.test.ts';
const real = { testTimeout: 600_000, hookTimeout: 900_000, fileParallelism: false };

export default defineConfig({
  test: {
    projects: [
      {
        // What the extension is given by VS Code, and by nobody else.
        resolve: { alias: { vscode: path.resolve(import.meta.dirname, 'test/support/fakeVscode.ts') } },
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', planted],
          setupFiles: ['test/support/propertySeed.ts'],
          testTimeout: 20_000,
          maxWorkers: availableParallelism(),
        },
      },
      {
        // Real models, real files, real processes, in real time: one at a time, or two cores are too few.
        test: {
          ...real,
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: ['test/e2e/unhurried/**', alone],
        },
      },
      {
        // What measures how fast the product is: nothing else runs beside it.
        test: { ...real, name: 'alone', include: [alone] },
      },
      {
        // What computes as long as it takes, and may wait for the others.
        test: {
          ...real,
          name: 'unhurried',
          include: ['test/e2e/unhurried/**/*.test.ts', planted],
          testTimeout: 1_200_000,
        },
      },
    ],
  },
});
