import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { onNotification, sendRequest } from '../../protocol/calls.ts';
import { isSpeechError } from '../../protocol/errors.ts';
import { recognitionSegment, recognizeAudio, recognizeFile } from '../../protocol/recognition.ts';
import { audioEnd, audioPush } from '../../protocol/stream.ts';
import { encodePcm16 } from '../../server/src/audio/pcm.ts';
import { buildWavHeader } from '../../server/src/audio/wav.ts';
import { never } from '../support/never.ts';
import { connect, failure } from './handlerClient.ts';

/** One second of a loud tone between half seconds of silence, 16 kHz. */
function tone(): Float32Array {
  return Float32Array.from({ length: 32_000 }, (_, index) =>
    index > 8000 && index < 24_000 ? Math.sin(index / 5) / 2 : 0,
  );
}

const base64 = (samples: Float32Array): string => Buffer.from(encodePcm16(samples)).toString('base64');

describe('recognition', () => {
  it('hears sound that comes in one piece', async () => {
    using client = connect();
    const params = { stream: 'r', sampleRateHz: 16_000, pcm: base64(tone()) };
    const summary = await sendRequest(client.connection, { definition: recognizeAudio, params }, never);
    expect(summary).toMatchObject({ engine: 'fake', durationMs: 2000, segments: [{ text: 'hello' }] });
  });

  it('hears sound that is pushed, and tells segments as they come', async () => {
    using client = connect();
    const told: string[] = [];
    onNotification(client.connection, recognitionSegment, ({ segment }) => told.push(segment.text));
    const call = { definition: recognizeAudio, params: { stream: 'r', sampleRateHz: 16_000 } };
    const answer = sendRequest(client.connection, call, never);
    const samples = tone();
    for (let sequence = 0; sequence < 10; sequence += 1) {
      const pcm = base64(samples.subarray(sequence * 3200, (sequence + 1) * 3200));
      const push = { definition: audioPush, params: { stream: 'r', sequence, pcm } };
      await sendRequest(client.connection, push, never);
    }
    await sendRequest(client.connection, { definition: audioEnd, params: { stream: 'r' } }, never);
    expect(await answer).toMatchObject({ durationMs: 2000, segments: [{ text: 'hello' }] });
    expect(told).toEqual(['hello']);
  });

  it.each([
    { name: 'half a sample', params: { stream: 'r', sequence: 0, pcm: 'AAA=' }, expected: /whole number/ },
    { name: 'a gap', params: { stream: 'r', sequence: 1, pcm: 'AAA=' }, expected: /expected/ },
    { name: 'no base64', params: { stream: 'r', sequence: 0, pcm: '***' }, expected: /pcm/ },
    { name: 'another stream', params: { stream: 'x', sequence: 0, pcm: 'AAAA' }, expected: /no stream/ },
  ])('refuses $name', async ({ params, expected }) => {
    using client = connect();
    const call = {
      definition: recognizeAudio,
      params: { stream: 'r', sampleRateHz: 16_000, channelCount: 2 },
    };
    void failure(sendRequest(client.connection, call, never));
    const error = await failure(sendRequest(client.connection, { definition: audioPush, params }, never));
    expect(isSpeechError(error, 'invalidInput')).toBe(true);
    expect(String(error)).toMatch(expected);
  });

  it('hears a file, and refuses a path that is not whole', async () => {
    using client = connect();
    const folder = await mkdtemp(path.join(tmpdir(), 'aloud-handlers-'));
    const file = path.join(folder, 'tone.wav');
    const bytes = encodePcm16(tone());
    const header = buildWavHeader({ sampleRateHz: 16_000, channelCount: 1, dataBytes: bytes.length });
    writeFileSync(file, Buffer.concat([header, bytes]));
    const hear = (name: string) =>
      sendRequest(client.connection, { definition: recognizeFile, params: { path: name } }, never);
    expect(await hear(file)).toMatchObject({ segments: [{ text: 'hello' }], warnings: [] });
    expect(isSpeechError(await failure(hear('tone.wav')), 'invalidInput')).toBe(true);
    expect(isSpeechError(await failure(hear(path.join(folder, 'none.wav'))), 'fileUnreadable')).toBe(true);
  });
});
