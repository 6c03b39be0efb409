import type { ExecutionProvider } from '../../../protocol/inference.ts';

/** Of the command `speak`. */
export interface SpeakOptions {
  readonly file?: string;
  readonly voice: string;
  /** As a script writes it in parentheses, or in natural language. */
  readonly direction?: string;
  readonly language?: string;
  readonly rate?: number;
  readonly pitch?: number;
  readonly range?: number;
  readonly energy?: number;
  readonly provider: ExecutionProvider;
  /** Of each sentence; absent: one. */
  readonly takes?: number;
  /** A recognition engine. */
  readonly ear?: string;
  readonly out?: string;
  readonly json: boolean;
}
