import { afterAll, beforeAll } from 'vitest';
import type { Recognizer } from '../../server/src/recognition/recognizer.ts';
import type { Synthesizer } from '../../server/src/synthesis/synthesizer.ts';
import { openKokoro, openMoonshine } from './speechEngines.ts';

export interface SpeechEngines {
  readonly kokoro: Synthesizer;
  readonly moonshine: Recognizer;
}

/** What speaks and hears in all tests of a file: there when the first one, and what is done before it, begins. */
export function useSpeechEngines(): SpeechEngines {
  const opened = {} as { -readonly [Name in keyof SpeechEngines]: SpeechEngines[Name] };
  beforeAll(async () => {
    opened.kokoro = await openKokoro();
    opened.moonshine = await openMoonshine();
  });
  afterAll(async () => {
    await opened.kokoro.dispose();
    await opened.moonshine.dispose();
  });
  return opened;
}
