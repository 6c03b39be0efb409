import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { SynthesisChunk, WordTime } from '../../protocol/synthesis.ts';
import { isSpeechError } from '../../protocol/errors.ts';
import { systemClock } from '../../server/src/system/clock.ts';
import { openMicrophone } from '../../server/src/devices/microphone.ts';
import { nativeSound } from '../../server/src/devices/native/nativeSound.ts';
import { findSpeaker } from '../../server/src/devices/speaker.ts';
import { createPlayer } from '../../server/src/playback/player.ts';

/** What the program says, one JSON object a line, with the time of day. */
export interface DeviceEvent {
  readonly event: string;
  readonly atMs: number;
  readonly value?: unknown;
}

/** One sound to play as one text, in chunks. */
export interface SoundToPlay {
  /** File of float32 samples. */
  readonly file: string;
  readonly sampleRateHz: number;
  readonly chunkMs: number;
  readonly words: readonly WordTime[];
}

const aborter = new AbortController();

function tell(event: string, value?: unknown): void {
  const atMs = performance.timeOrigin + performance.now();
  process.stdout.write(`${JSON.stringify({ event, atMs, value } satisfies DeviceEvent)}\n`);
}

/** Lines of standard input, each a command and a number. */
function onCommand(commands: Readonly<Record<string, (value: number) => void>>): void {
  createInterface({ input: process.stdin }).on('line', (line) => {
    const [name = '', value] = line.split(' ');
    commands[name]?.(Number(value));
    tell(`did ${name}`);
  });
}

async function* toChunks(sound: SoundToPlay): AsyncGenerator<SynthesisChunk> {
  const samples = new Float32Array(new Uint8Array(readFileSync(sound.file)).buffer);
  const { sampleRateHz, words } = sound;
  const length = Math.round((sampleRateHz * sound.chunkMs) / 1000);
  for (let start = 0; start < samples.length; start += length) {
    const startMs = (start / sampleRateHz) * 1000;
    const endMs = ((start + length) / sampleRateHz) * 1000;
    const spoken = words.filter((word) => word.startMs >= startMs && word.startMs < endMs);
    await Promise.resolve();
    yield {
      samples: samples.slice(start, start + length),
      sampleRateHz,
      startMs,
      words: spoken,
      startOffset: spoken[0]?.startOffset ?? 0,
      endOffset: spoken.at(-1)?.endOffset ?? 0,
    };
  }
}

async function play(sound: SoundToPlay): Promise<void> {
  const player = createPlayer({
    findSpeaker: (device) => findSpeaker(nativeSound, device),
    clock: systemClock,
  });
  const playback = player.play(toChunks(sound), {
    signal: aborter.signal,
    listener: {
      word: ({ text, startMs }, positionMs) => {
        tell('word', { text, startMs, positionMs });
      },
      position: (positionMs) => {
        tell('position', positionMs);
      },
      ended: () => {
        tell('ended');
      },
      failed: (error) => {
        tell('failed', codeOf(error));
      },
    },
  });
  onCommand({
    pause: () => {
      playback.pause();
    },
    resume: () => {
      playback.resume();
    },
    seek: (value) => {
      playback.seekToMs(value);
    },
    word: (value) => {
      playback.seekToWord(value);
    },
    speed: (value) => {
      playback.setSpeed(value);
    },
    stop: () => {
      playback.stop();
    },
    abort: () => {
      aborter.abort();
    },
  });
  for (;;) {
    const how = await playback.done().then(() => 'done', codeOf);
    if (how === 'done') tell('done');
    else tell('rejected', how);
    if (how !== 'audioDeviceUnavailable') return;
    await new Promise<void>((resolve) => {
      onCommand({
        resume: () => {
          resolve();
        },
      });
    });
  }
}

async function record(file: string): Promise<void> {
  const parts: Float32Array[] = [];
  for (;;) {
    const heard = await recordOnce(parts).catch(codeOf);
    writeFileSync(
      file,
      Buffer.concat(parts.map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength))),
    );
    tell('recorded', heard);
    if (heard === 'stopped') return;
    await new Promise<void>((resolve) => {
      onCommand({
        again: () => {
          resolve();
        },
      });
    });
  }
}

async function recordOnce(parts: Float32Array[]): Promise<string> {
  const microphone = await openMicrophone(
    nativeSound,
    {
      onLevel: (level) => {
        tell('level', level);
      },
    },
    aborter.signal,
  );
  tell('open', microphone.deviceName);
  onCommand({
    stop: () => {
      microphone.stop();
    },
  });
  for await (const chunk of microphone) {
    parts.push(chunk);
    tell('chunk', chunk.length);
  }
  return 'stopped';
}

function codeOf(error: unknown): string {
  if (isSpeechError(error)) return error.code;
  return error === aborter.signal.reason ? 'aborted' : String(error);
}

const [command, argument = ''] = process.argv.slice(2);
if (command === 'play') await play(JSON.parse(argument) as SoundToPlay);
else if (command === 'record') await record(argument);
else tell('devices', await nativeSound.listDevices());
process.stdin.destroy();
