import type { EmittedPiece } from './ctcDecoding.ts';
import { frameMs } from './frontEnd.ts';

export interface PieceTime {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * When pieces were said. The model marks a piece at one frame, some 50 to 120 ms after it began, and says nothing of its
 * end; so it begins where FunASR has it begin and lasts to the next one, at most 240 ms where its frames are not longer.
 *
 * @param frameCount  stacked frames of the utterance
 */
export function timePieces(pieces: readonly EmittedPiece[], frameCount: number): PieceTime[] {
  const times = pieces.map(funasrTime);
  return times.map(({ startMs, endMs }, index) => ({
    startMs,
    endMs: Math.min(Math.max(startMs + typicalMs, endMs), times[index + 1]?.startMs ?? frameCount * frameMs),
  }));
}

const typicalMs = 240;

/**
 * Half a frame before the first frame of the piece to half a frame before the one after its last.
 *
 * Source: FunASR, `output_timestamp`, with the pieces that were written instead of those that their text would be cut
 * into again.
 */
export function funasrTime(piece: EmittedPiece): PieceTime {
  return {
    startMs: Math.max(sherpaStartMs(piece) - frameMs / 2, 0),
    endMs: piece.endFrame * frameMs - frameMs / 2,
  };
}

/** The first frame of the piece; there is no end. Source: sherpa-onnx, `timestamps`. */
export function sherpaStartMs({ startFrame }: EmittedPiece): number {
  return startFrame * frameMs;
}
