import { formatTable } from '../format.ts';
import { jsonOption, type AddCommand, type CommandContext } from '../command.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';

export const voicesCommand: AddCommand = (program, run) => {
  const voices = program.command('voices').description('the voices that can speak');
  voices
    .command('list', { isDefault: true })
    .description('list them')
    .addOption(jsonOption())
    .action(async ({ json }: { readonly json: boolean }) => {
      await run({ json, keptOnInterrupt: 'Nothing was changed.' }, listVoices);
    });
};

async function listVoices({ services, output, signal }: CommandContext): Promise<ExitCode> {
  const voices = await services.listVoices(signal);
  output.record({ ok: true, voices });
  const rows = voices.map(({ id, engine, language, gender, state }) => [
    id,
    engine,
    language,
    gender ?? '-',
    stateText(state),
  ]);
  output.result(formatTable([['VOICE', 'ENGINE', 'LANGUAGE', 'GENDER', 'STATE'], ...rows]));
  return exitCodes.ok;
}

function stateText(state: 'installed' | 'notInstalled'): string {
  return state === 'installed' ? 'installed' : 'not installed';
}
