import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A microphone and a speaker without hardware: a PulseAudio server of our own, with files for its devices. */
export interface VirtualDevices extends AsyncDisposable {
  /** For the processes that shall use them. */
  readonly env: Readonly<Record<string, string>>;
  /** Plays a WAV file into the microphone; returns at its end. */
  feedMicrophone(wavPath: string): Promise<void>;
  /** Records what the speaker plays from now on. */
  recordSpeaker(): Promise<SoundRecording>;
  /** Records beside whoever else hears the microphone. */
  recordMicrophone(): Promise<SoundRecording>;
  /** Takes every device away. One alone would not do: the server moves its users to the others. */
  unplug(): void;
  plug(): Promise<void>;
  /** How many programs record from the microphone. */
  recorderCount(): number;
}

export interface SoundRecording {
  /** Mono, at `recordingRateHz`; ends the recording. */
  stop(): Promise<Float32Array>;
  /** When a sample sounded, as `Date.now()` counts, as well as its arrival tells: the earliest chunks do. */
  timeOf(sampleIndex: number): number;
}

export const recordingRateHz = 16_000;

/** @returns what is missing on this machine, or null */
export function missingSoundServer(): string | null {
  const needed = ['pulseaudio', 'pactl', 'parec', 'paplay'];
  const missing = needed.filter((name) => !existsSync(`/usr/bin/${name}`));
  if (process.platform !== 'linux') return 'virtual devices are made with PulseAudio on Linux';
  return missing.length === 0 ? null : `${missing.join(', ')} not installed`;
}

/** Starts the server and its devices. */
export async function startVirtualDevices(): Promise<VirtualDevices> {
  // Short: a socket's path has at most 107 characters.
  const folder = mkdtempSync('/tmp/aloud-sound-');
  const socket = path.join(folder, 'native');
  const alsaConfig = path.join(folder, 'alsa.conf');
  writeFileSync(
    alsaConfig,
    '</usr/share/alsa/alsa.conf>\npcm.!default { type pulse }\nctl.!default { type pulse }\n',
  );
  const env = {
    HOME: folder,
    XDG_RUNTIME_DIR: folder,
    PULSE_RUNTIME_PATH: folder,
    PULSE_SERVER: `unix:${socket}`,
    ALSA_CONFIG_PATH: alsaConfig,
  };
  const server = spawn(
    'pulseaudio',
    [
      '-n',
      '--daemonize=no',
      '--exit-idle-time=-1',
      '--use-pid-file=no',
      '--log-target=stderr',
      '-L',
      protocol(socket),
    ],
    { env: { ...process.env, ...env }, stdio: 'ignore' },
  );
  const control = (...args: string[]): string =>
    execFileSync('pactl', args, {
      env: { ...process.env, ...env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const start = (command: string, args: readonly string[]): ChildProcess =>
    spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'ignore'] });
  let keepers: ChildProcess[] = [];
  let modules: string[] = [];

  async function plug(): Promise<void> {
    modules = deviceModules.map((module) => control('load-module', ...module).trim());
    control('set-default-sink', 'speaker');
    control('set-default-source', 'mic');
    // Without a reader that wants little delay, a null sink hands its monitor out in pieces of two seconds.
    keepers = ['mic', 'speaker.monitor'].map((source) =>
      start('parec', ['--latency-msec=20', '-d', source, '--raw']),
    );
    for (const { stdout } of keepers) stdout?.resume();
    await wait(1200);
  }

  function unplug(): void {
    end(keepers);
    for (const id of modules.toReversed()) control('unload-module', id);
    modules = [];
  }

  await until(() => existsSync(socket));
  await plug();
  return {
    env,
    plug,
    unplug,
    feedMicrophone: (wavPath) => closed(start('paplay', ['--device=micfeed', wavPath])),
    recordSpeaker: () => record(start, 'speaker.monitor'),
    recordMicrophone: () => record(start, 'mic'),
    recorderCount: () =>
      control('list', 'source-outputs').split('application.name = "ALSA plug-in [').length - 1,
    async [Symbol.asyncDispose]() {
      end([...keepers, server]);
      await closed(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const protocol = (socket: string): string => `module-native-protocol-unix socket=${socket} auth-anonymous=1`;

const deviceModules = [
  ['module-null-sink', 'sink_name=speaker', 'rate=48000', 'channels=2'],
  ['module-null-sink', 'sink_name=micfeed', 'rate=48000', 'channels=1'],
  ['module-remap-source', 'source_name=mic', 'master=micfeed.monitor'],
];

async function record(
  start: (command: string, args: readonly string[]) => ChildProcess,
  source: string,
): Promise<SoundRecording> {
  const format = [`--rate=${recordingRateHz}`, '--channels=1', '--format=float32le', '--raw'];
  const recorder = start('parec', ['--latency-msec=20', '-d', source, ...format]);
  const chunks: Buffer[] = [];
  let byteCount = 0;
  let firstSampleMs = Infinity;
  recorder.stdout?.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    byteCount += chunk.length;
    const endMs = performance.timeOrigin + performance.now();
    firstSampleMs = Math.min(firstSampleMs, endMs - (byteCount / 4 / recordingRateHz) * 1000);
  });
  await until(() => byteCount > 0);
  return {
    async stop() {
      // What was played is still on its way.
      await wait(300);
      end([recorder]);
      await closed(recorder);
      const bytes = Buffer.concat(chunks);
      const samples = new Float32Array(Math.floor(bytes.length / 4));
      new Uint8Array(samples.buffer).set(bytes.subarray(0, samples.length * 4));
      return samples;
    },
    timeOf: (sampleIndex) => firstSampleMs + (sampleIndex / recordingRateHz) * 1000,
  };
}

function end(processes: readonly ChildProcess[]): void {
  for (const child of processes) child.kill();
}

function closed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) =>
    child.once('close', () => {
      resolve();
    }),
  );
}

async function until(isReached: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!isReached()) {
    if (performance.now() > deadline) throw new Error('The virtual devices do not answer.');
    await wait(10);
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
