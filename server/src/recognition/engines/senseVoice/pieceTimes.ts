import type { EmittedPiece } from './ctcDecoding.ts';
import { frameMs } from './frontEnd.ts';

export interface PieceTime {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * When pieces were said. The model marks a piece at one frame, some 50 to 120 ms after it began, and says nothing of its
 * end; so it begins half a frame before its first frame and lasts to the next one, at most 240 ms.
 *
 * @param frameCount  stacked frames of the utterance
 * Source: the start is that of FunASR's `output_timestamp`, max(60 s - 30, 0) ms for the frame s; sherpa-onnx says 60 s.
 */
export function timePieces(pieces: readonly EmittedPiece[], frameCount: number): PieceTime[] {
  const starts = pieces.map(({ startFrame }) => Math.max(startFrame * frameMs - frameMs / 2, 0));
  return pieces.map(({ endFrame }, index) => {
    const startMs = starts[index] ?? 0;
    const runEndMs = endFrame * frameMs - frameMs / 2;
    const latestMs = Math.max(startMs + typicalMs, runEndMs);
    return { startMs, endMs: Math.min(latestMs, starts[index + 1] ?? frameCount * frameMs) };
  });
}

const typicalMs = 240;
