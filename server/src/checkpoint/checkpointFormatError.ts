/**
 * The one error of reading a checkpoint. Its message is a clause without a full stop: the caller, who knows the file's
 * name, makes a sentence of it.
 */
export class CheckpointFormatError extends Error {
  /** `broken`: bytes are missing or contradict each other; `foreign`: it is whole, but something else. */
  readonly kind: 'broken' | 'foreign';

  constructor(kind: 'broken' | 'foreign', message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CheckpointFormatError';
    this.kind = kind;
  }
}
