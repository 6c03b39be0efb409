import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openCheckpoint, type Checkpoint } from '../../server/src/checkpoint/openCheckpoint.ts';
import { createSession, type Session, type SessionOptions } from '../../server/src/inference/session.ts';
import { writeModel, type Model } from '../../server/src/onnx/onnxModel.ts';

/** A checkpoint in a folder of its own, where graphs that name places in it are loaded. */
export interface CheckpointFolder {
  readonly checkpoint: Checkpoint;
  readonly location: string;
  readonly folder: string;
  load(model: Model, options?: Partial<SessionOptions>): Promise<Session>;
  remove(): Promise<void>;
}

/** Copies the file. */
export async function openCheckpointFolder(file: string): Promise<CheckpointFolder> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'aloud-checkpoint-'));
  const location = path.basename(file);
  const place = path.join(folder, location);
  await copyFile(file, place);
  const checkpoint = await openCheckpoint(place, new AbortController().signal);
  const sessions: Session[] = [];
  return {
    checkpoint,
    location,
    folder,
    async load(model, options = {}) {
      const graphFile = path.join(folder, `graph-${sessions.length}.onnx`);
      await writeFile(graphFile, writeModel(model));
      const session = await createSession(graphFile, {
        provider: 'cpu',
        threadCount: 1,
        spinning: false,
        fallbackToCpu: false,
        ...options,
      });
      sessions.push(session);
      return session;
    },
    async remove() {
      for (const session of sessions) await session.dispose();
      await checkpoint.close();
      await rm(folder, { recursive: true });
    },
  };
}
