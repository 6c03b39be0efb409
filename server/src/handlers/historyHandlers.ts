import { historyDelete, historyList, historyTranscribe } from '../../../protocol/history.ts';
import { decodePcm } from '../audio/pcm.ts';
import { recognitionSampleRateHz } from '../recognition/recognizer.ts';
import { withWording } from '../recognition/wording/wordingRecognizer.ts';
import { handle, type Client, type Handler } from './handler.ts';
import { toHearing } from './keptDictation.ts';
import { leaseRecognition } from './leases.ts';
import type { SpeechServices } from './speechServices.ts';

/** What was said; `speech/historyPlay` is with the other sounds that are played. */
export function historyHandlers(services: SpeechServices, client: Client): readonly Handler[] {
  const { history } = services;
  return [
    handle(historyList, async () => ({ utterances: [...(await history.list())] })),

    handle(historyTranscribe, async ({ id, ...choice }, signal) => {
      const samples = decodePcm(await history.readSound(id), 'int16');
      await using lease = await leaseRecognition({ choice, services, client }, signal);
      const { replacements, leaveOutFillers, ...options } = lease.options;
      const recognizer = withWording(lease.recognizer, { replacements, leaveOutFillers });
      const { description } = recognizer;
      const longestSamples = (description.maxUtteranceMs * recognitionSampleRateHz) / 1000;
      const heard = await recognizer.recognize(samples.subarray(0, longestSamples), options, signal);
      if (heard.text === '') return { utterance: null };
      return { utterance: await history.addHearing(id, toHearing(heard, description)) };
    }),

    handle(historyDelete, async ({ ids }) => {
      await history.remove(ids ?? null);
      return {};
    }),
  ];
}
