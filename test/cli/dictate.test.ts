import { describe, expect, test } from 'vitest';
import type { DictationEvent } from '../../protocol/dictation.ts';
import { SpeechError } from '../../protocol/errors.ts';
import type { DictationRequest } from '../../server/src/access/speechAccess.ts';
import { run } from './support.ts';

describe('dictate', () => {
  const events: readonly DictationEvent[] = [
    { kind: 'speechStart', startMs: 100 },
    {
      kind: 'partial',
      segmentId: 1,
      startMs: 100,
      endMs: 900,
      committedText: 'hello ',
      tentativeText: 'wor',
      language: 'en',
    },
    {
      kind: 'final',
      segmentId: 1,
      segment: {
        startMs: 100,
        endMs: 1200,
        text: 'hello world',
        language: 'en',
        languageConfidence: null,
        emotion: null,
        emotionConfidence: null,
        events: null,
        words: null,
        confidence: null,
      },
      timings: { endpointingMs: 600, finalizingMs: 10, engineMs: 50 },
    },
    { kind: 'speechEnd', endMs: 1800 },
  ];
  async function* dictate(request: DictationRequest): AsyncGenerator<DictationEvent> {
    request.onListening?.();
    yield* await Promise.resolve(events);
  }

  test('prints what was said, line by line', async () => {
    const result = await run(['dictate'], { services: { dictate } });
    expect(result).toMatchObject({ exitCode: 0, stdout: 'hello world\n' });
  });

  const erased = '\r\x1b[2K';
  const listening = 'Listening. Enter ends it.\n';
  test.each([
    ['a terminal', ['dictate'], { columns: 80 }, `${listening}${erased}hello wor${erased}`],
    ['a pipe', ['dictate'], {}, listening],
    ['a terminal and JSON is asked for', ['dictate', '--json'], { columns: 80 }, listening],
  ])('shows the growing text where stderr is %s', async (_name, args, options, stderr) => {
    expect(await run(args, { services: { dictate }, ...options })).toMatchObject({ exitCode: 0, stderr });
  });

  test('does not say that it listens where there is no microphone', async () => {
    const services = {
      async *dictate(): AsyncGenerator<DictationEvent> {
        throw await Promise.resolve(
          new SpeechError('audioDeviceUnavailable', {
            message: 'There is no microphone.',
            hint: 'Connect one.',
          }),
        );
      },
    };
    const result = await run(['dictate'], { services });
    expect(result.exitCode).not.toBe(0);
    expect(result.stderr).toBe('error: There is no microphone.\n  Connect one.\n');
  });

  test('asks for the words of --vocabulary', async () => {
    const asked: DictationRequest[] = [];
    const services = {
      dictate: (request: DictationRequest) => {
        asked.push(request);
        return dictate(request);
      },
    };
    await run(['dictate', '--vocabulary', 'test/cli/dictate.words.txt'], { services });
    expect(asked).toMatchObject([{ vocabulary: ['Siobhán', 'getUserMedia'] }]);
  });

  test('prints every event as JSON', async () => {
    const result = await run(['dictate', '--json'], { services: { dictate } });
    expect(result.records).toEqual(events.map((event) => ({ ok: true, ...event })));
  });
});
