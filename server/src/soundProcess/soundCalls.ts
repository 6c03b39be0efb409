import { NotificationType, RequestType, RequestType0 } from 'vscode-jsonrpc/node';
import type { WireError } from '../../../protocol/wireErrors.ts';
import type { SoundDevices } from '../devices/soundDevices.ts';
import type { DeviceChoice } from '../devices/soundSystem.ts';

/**
 * What a process asks of the one that has its sound devices. Who asks numbers its streams, so that it can stop one
 * whose opening was not answered yet.
 */

interface OfStream {
  readonly stream: number;
}

export const listDevices = new RequestType0<SoundDevices, void>('listDevices');

/** Answered when the device records. */
export const openCapture = new RequestType<OfStream & { readonly choice: DeviceChoice }, null, void>(
  'openCapture',
);

/** The other way: mono at the rate of the device. */
export const captured = new NotificationType<OfStream & { readonly samples: Float32Array }>('captured');

/** The other way: nothing comes after. */
export const captureFailed = new NotificationType<OfStream & { readonly failure: WireError }>(
  'captureFailed',
);

export interface OutputState {
  /** Samples of silence played because nothing was there. */
  readonly silentSamples: number;
  readonly waitingSamples: number;
  /** False after a failure. */
  readonly isPlaying: boolean;
}

export interface WrittenOutput extends OutputState {
  /** What `OutputStream.write` returned. */
  readonly silentBefore: number;
}

export interface FirstSamples extends OfStream {
  readonly choice: DeviceChoice;
  /** Mono at the rate of the device. */
  readonly first: Float32Array;
}

/** Answered when the device has taken the first samples. */
export const startOutput = new RequestType<FirstSamples, OutputState, void>('startOutput');

/** Answered when `OutputStream.write` returns. */
export const writeOutput = new RequestType<
  OfStream & { readonly samples: Float32Array },
  WrittenOutput,
  void
>('writeOutput');

/** The other way: it has changed while nothing was written. */
export const outputChanged = new NotificationType<OfStream & { readonly state: OutputState }>(
  'outputChanged',
);

/** Releases the device of a stream, also of one that is being opened. */
export const stopStream = new NotificationType<OfStream>('stopStream');
