import { existsSync, writeFileSync } from 'node:fs';
import { createEngineHost } from '../../server/src/worker/engineHost.ts';
import type { Engines } from '../../server/src/worker/engines.ts';
import type { ToWorker } from '../../server/src/worker/workerMessages.ts';
import { createWorkerServer } from '../../server/src/worker/workerServer.ts';

/**
 * A worker that does to itself what native code does to one. A command is the language of a call or the name of an
 * engine: `exit`, `segv`, `oom`, `hang`, `block`, or one of them and `-once:PATH`, done only while PATH is not there.
 * A recognizer answers with `PID OPENED`: how many engines were opened in this process.
 */
const counts = { opened: 0 };

const engines: Engines = {
  async openRecognizer({ engine, provider }) {
    await obey(engine);
    counts.opened += 1;
    return {
      description: { engine, model: `${engine}-model`, provider, languages: ['en'], maxUtteranceMs: 30_000 },
      async recognize(_samples, { language = '' }) {
        await obey(language);
        const text = `${process.pid} ${counts.opened}`;
        return { text, language: null, emotion: null, events: null, words: null, confidence: null };
      },
      dispose: () => Promise.resolve(),
    };
  },
  async openSynthesizer({ engine, provider }) {
    await obey(engine);
    counts.opened += 1;
    return {
      description: { engine, model: `${engine}-model`, provider, sampleRateHz: 24_000, languages: ['en'] },
      async synthesize({ text }) {
        await obey(text);
        return { samples: new Float32Array(text.length), words: [] };
      },
      dispose: () => Promise.resolve(),
    };
  },
  openVoiceActivity() {
    counts.opened += 1;
    return Promise.resolve({
      detect: (samples, memory) =>
        Promise.resolve({ probabilities: samples, memory: memory ?? new Float32Array(1) }),
      dispose: () => Promise.resolve(),
    });
  },
  prepare: (model) => obey(model),
};

async function obey(command: string): Promise<void> {
  const [, action, markerPath] = /^(\w+)-once:(.*)$/.exec(command) ?? [null, command, null];
  if (markerPath !== null && markerPath !== undefined) {
    if (existsSync(markerPath)) return;
    writeFileSync(markerPath, '');
  }
  if (action === 'exit') process.exit(7);
  if (action === 'segv') process.kill(process.pid, 'SIGSEGV');
  if (action === 'oom') fillHeap();
  if (action === 'block') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);
  if (action === 'hang' || action === 'segv') await new Promise(() => undefined);
}

function fillHeap(): void {
  const kept: number[][] = [];
  for (;;) kept.push(Array.from({ length: 10_000 }, (_unused, index) => index / 3));
}

const receive = createWorkerServer(createEngineHost(engines), (message) => process.send?.(message));
process.on('message', (message) => {
  receive(message as ToWorker);
});
process.on('disconnect', () => process.exit(0));
