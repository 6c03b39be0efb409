import { unknownUtterance } from '../../server/src/recognition/recognizer.ts';
import { existsSync, writeFileSync } from 'node:fs';
import { createEngineHost } from '../../server/src/worker/engineHost.ts';
import type { Engines } from '../../server/src/worker/engines.ts';
import type { ToWorker } from '../../server/src/worker/workerMessages.ts';
import { createWorkerServer } from '../../server/src/worker/workerServer.ts';
import { createFakeVoiceActivity } from '../recognition/fakeVoiceActivity.ts';
import { createFakeSynthesizer } from '../synthesis/fakeSynthesizer.ts';

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
        return { ...unknownUtterance, text };
      },
      dispose: () => Promise.resolve(),
    };
  },
  async openSynthesizer({ engine, provider }) {
    await obey(engine);
    counts.opened += 1;
    const fake = createFakeSynthesizer({ pieceMs: 200, beforeSpeaking: ({ text }) => obey(text) });
    return { ...fake, description: { ...fake.description, engine, model: `${engine}-model`, provider } };
  },
  openVoiceActivity() {
    counts.opened += 1;
    return Promise.resolve(createFakeVoiceActivity());
  },
  prepare: (model) => obey(model),
  async enrollClips([recording]) {
    await obey(recording?.transcript ?? '');
    return [];
  },
};

async function obey(command: string): Promise<void> {
  const conditional = /^(\w+)-once:(.*)$/.exec(command);
  const action = conditional?.[1] ?? command;
  const markerPath = conditional?.[2];
  if (markerPath !== undefined) {
    if (existsSync(markerPath)) return;
    writeFileSync(markerPath, '');
  }
  if (action === 'exit') process.exit(7);
  if (action === 'segv') process.kill(process.pid, 'SIGSEGV');
  if (action === 'oom') fillHeap();
  if (action === 'block') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);
  if (action === 'hang') await new Promise(() => undefined);
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
