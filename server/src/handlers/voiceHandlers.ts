import {
  voiceAdd,
  voiceProgress,
  voiceRemove,
  voiceShow,
  voicesList,
  type ExaminedClip,
} from '../../../protocol/voices.ts';
import type { ClipExamination, HearClip } from '../enrollment/examineClip.ts';
import { makeVoice } from '../enrollment/makeVoice.ts';
import { recognizeFile } from '../recognition/recognizeFile.ts';
import { assertAbsolute } from './assertAbsolute.ts';
import { handle, type Client, type Handler } from './handler.ts';
import { leaseRecognition } from './leases.ts';
import type { SpeechServices } from './speechServices.ts';

export function voiceHandlers(services: SpeechServices, client: Client): readonly Handler[] {
  const { library, voices, engines } = services;
  const hear: HearClip = async (file, { durationMs, ...choice }, signal) => {
    await using lease = await leaseRecognition({ choice, services, client, durationMs }, signal);
    return (await recognizeFile(file, lease, signal)).segments;
  };
  return [
    handle(voicesList, async (_params, signal) => ({ voices: await library.listVoices(signal) })),

    handle(voiceAdd, async ({ stream, voice, statement, clips, ...wish }, signal) => {
      for (const { path } of clips) assertAbsolute(path);
      const { examinations } = await makeVoice(
        {
          name: voice,
          statement,
          clips: clips.map(({ path, emotion, transcript = null }) => ({ file: path, emotion, transcript })),
          language: wish.language ?? null,
          replaces: wish.replaces === true,
          trustsTranscript: wish.trustsTranscript === true,
        },
        {
          voices,
          isNameOfModel: (name) => library.isPresetVoice(name),
          requireModels: (either) => library.requireInstalled(library.enrollmentModels, either),
          hear,
          enroll: (recordings, either) => engines.enrollClips(recordings, either),
          nowMs: () => Date.now(),
          onProgress: (progress) => {
            // A client that is gone aborts the signal.
            client.notify(voiceProgress, { stream, ...progress }).catch(() => undefined);
          },
        },
        signal,
      );
      return { clips: examinations.map(toExaminedClip) };
    }),

    handle(voiceShow, async ({ voice }, signal) => {
      const { consent, language, clips } = await voices.summarize(voice, signal);
      return { ...consent, language, clips: [...clips] };
    }),

    handle(voiceRemove, async ({ voice }, signal) => {
      await voices.remove(voice, signal);
      return {};
    }),
  ];
}

function toExaminedClip({ report, faults, divergence, ...clip }: ClipExamination): ExaminedClip {
  const run = divergence?.longestRun ?? null;
  return {
    durationMs: report.durationMs,
    faults: [...faults],
    transcript: clip.transcript,
    language: clip.language,
    heard: clip.heard,
    divergence:
      divergence === null || run === null
        ? null
        : { errorRate: divergence.errorRate, said: run.said, heard: run.heard },
  };
}
