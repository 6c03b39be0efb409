/** What a model can do, as shown to the user. */
export const modelCapabilities = [
  'recognition',
  'synthesis',
  'voiceActivity',
  'phonemes',
  'emotion',
  'events',
  'wordTimes',
  'languageIdentification',
  'cloning',
] as const;

export type ModelCapability = (typeof modelCapabilities)[number];

/** `partial`: some bytes are there and a pull goes on from them. `corrupt`: installed, but a file changed since. */
export type ModelState = 'notInstalled' | 'partial' | 'installed' | 'corrupt';

export interface ModelSummary {
  readonly id: string;
  readonly title: string;
  readonly state: ModelState;
  /** Download size. */
  readonly bytes: number;
  /** SPDX expression, or a licence's name. */
  readonly license: string;
  /** BCP-47. */
  readonly languages: readonly string[];
  readonly capabilities: readonly ModelCapability[];
  /** Fetched by a first pull that names no model. */
  readonly isDefault: boolean;
}

export interface DownloadProgress {
  readonly model: string;
  readonly file: string;
  /** Of the whole model, files already present counted in. */
  readonly receivedBytes: number;
  readonly totalBytes: number;
  readonly phase: 'downloading' | 'verifying' | 'preparing';
}
