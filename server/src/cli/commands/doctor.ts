import { isSpeechError } from '../../../../protocol/errors.ts';
import type { ModelSummary } from '../../../../protocol/models.ts';
import type { Voice } from '../../../../protocol/voices.ts';
import type { ProviderProbe } from '../../inference/providerProbe.ts';
import { jsonOption, type AddCommand, type CommandContext } from '../command.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { formatBytes, formatTable } from '../format.ts';
import {
  checkCache,
  checkDisk,
  checkMemory,
  checkNode,
  checkNpmClient,
  checkPlatform,
  checkProcessor,
  checkSoundDevices,
  type MachineCheck,
} from '../machineCheck.ts';

export const doctorCommand: AddCommand = (program, run) => {
  program
    .command('doctor')
    .description('what works on this machine, and what to do about the rest; touches no network')
    .addOption(jsonOption())
    .action(async ({ json }: { readonly json: boolean }) => {
      await run({ json, keptOnInterrupt: 'Nothing was changed.' }, examine);
    });
};

/** Ends with 0 whatever it finds: what is missing is the answer, not a failure. */
async function examine(context: CommandContext): Promise<ExitCode> {
  const { services, output, signal } = context;
  const models = await services.listModels(signal);
  const { voices, problems } = await readVoices(context);
  const missing = models.filter(({ isDefault, state }) => isDefault && state !== 'installed');
  const missingBytes = missing.reduce((sum, { bytes }) => sum + bytes, 0);
  const [processor, providers, cache, disk, sound, npm] = await Promise.all([
    checkProcessor(),
    services.probeProviders(signal).then(providerChecks),
    checkCache(services.cacheFolder),
    checkDisk(services.cacheFolder, missingBytes),
    checkSoundDevices(services.sound, signal),
    checkNpmClient(signal),
  ]);
  const wanted = models.filter(({ isDefault, state }) => isDefault || state !== 'notInstalled');
  const machine = [checkNode(), checkPlatform(), processor, checkMemory(), ...providers];
  const voiceless = models
    .filter(({ state, capabilities }) => state === 'installed' && capabilities.includes('synthesis'))
    .filter(({ id }) => voices?.some((voice) => services.synthesisModels(voice.id).includes(id)) === false);
  const checks = [
    ...machine,
    ...wanted.map(checkModel),
    ...voiceless.map(voicelessModel),
    ...problems,
    cache,
    disk,
    ...sound,
    npm,
  ];
  output.record({ ok: true, checks });
  output.result(formatTable(checks.map(({ ok, name, detail }) => [ok ? 'ok' : '--', name, detail])));
  return exitCodes.ok;
}

interface ReadVoices {
  /** Null where they cannot be read. */
  readonly voices: readonly Voice[] | null;
  readonly problems: readonly MachineCheck[];
}

async function readVoices({ services, signal }: CommandContext): Promise<ReadVoices> {
  try {
    return { voices: await services.listVoices(signal), problems: [] };
  } catch (error) {
    if (!isSpeechError(error)) throw error;
    return {
      voices: null,
      problems: [{ name: 'voices', ok: false, detail: `${error.message} ${error.hint}` }],
    };
  }
}

/** The processor and the graphics card as such, then each provider that this platform's ONNX Runtime has. */
function providerChecks(probes: readonly ProviderProbe[]): MachineCheck[] {
  const offered = probes.filter(({ inBuild }) => inBuild);
  const graphics = offered.filter(({ provider, ok }) => ok && provider !== 'cpu');
  const names = graphics.map(({ provider }) => provider).join(', ');
  const noGraphics =
    'none usable; everything runs on the processor. Install a graphics driver to use a card.';
  return [
    {
      name: 'gpu',
      ok: graphics.length > 0,
      detail: graphics.length > 0 ? `usable through ${names}` : noGraphics,
    },
    ...offered.map(({ provider, ok, detail, hint }) => ({
      name: `provider ${provider}`,
      ok,
      detail: hint === null ? detail : `${detail}; ${hint}`,
    })),
  ];
}

/** It speaks with voices of the user alone, and there is none. */
function voicelessModel({ id }: ModelSummary): MachineCheck {
  return {
    name: `voices of ${id}`,
    ok: false,
    detail: 'none; make one of a clip: aloud voices add NAME CLIP --whose "My own voice."',
  };
}

function checkModel(model: {
  readonly id: string;
  readonly state: string;
  readonly bytes: number;
}): MachineCheck {
  const { id, state, bytes } = model;
  const wayOut: Readonly<Record<string, string>> = {
    notInstalled: `not installed (${formatBytes(bytes)}); run: aloud models pull ${id}`,
    partial: `partly downloaded; run: aloud models pull ${id}`,
    corrupt: `damaged; run: aloud models remove ${id}, then: aloud models pull ${id}`,
  };
  return { name: `model ${id}`, ok: state === 'installed', detail: wayOut[state] ?? formatBytes(bytes) };
}
