import { NotificationType, NotificationType0, RequestType, RequestType0 } from 'vscode-jsonrpc/node';
import type { SynthesisChunk } from '../../../protocol/synthesis.ts';
import type { SoundDevices } from '../devices/soundDevices.ts';

/** What a process asks of the one that has its sound devices. It plays one text and records once at a time. */

export const listDevices = new RequestType0<SoundDevices, void>('listDevices');

/** Refused where there is no speaker. */
export const requireSpeaker = new RequestType0<null, void>('requireSpeaker');

/** Answered when all was heard; cancelling it falls silent at once. */
export const play = new RequestType0<null, void>('play');

/** The other way: what is to be played next; null after the last. */
export const nextChunk = new RequestType0<SynthesisChunk | null, void>('nextChunk');

/** Answered when the recording has ended; cancelling it ends it at once. */
export const record = new RequestType<{ readonly device: string | null }, null, void>('record');

/** The other way: mono 16 kHz. */
export const recorded = new NotificationType<{ readonly samples: Float32Array }>('recorded');

/** Ends the recording with what was said by now. */
export const stopRecording = new NotificationType0('stopRecording');
