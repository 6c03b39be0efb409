import type { Command } from 'commander';
import type { ModelState, ModelSummary } from '../../../../protocol/models.ts';
import { jsonOption, type AddCommand, type CommandContext, type RunCommand } from '../command.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { UsageError } from '../failure.ts';
import { formatBytes, formatTable } from '../format.ts';
import { isFolder } from '../isFolder.ts';
import { pullModel } from '../pullModel.ts';

const keptByDefault = 'Nothing was changed.';

interface JsonOptions {
  readonly json: boolean;
}

interface PullOptions extends JsonOptions {
  readonly from?: string;
  readonly acceptLicense: boolean;
}

export const modelsCommand: AddCommand = (program, run) => {
  const models = program.command('models').description('the models that do the work');
  addList(models, run);
  addPull(models, run);
  addVerify(models, run);
  addRemove(models, run);
};

function addList(models: Command, run: RunCommand): void {
  models
    .command('list', { isDefault: true })
    .description('list all models, with size, licence and state')
    .addOption(jsonOption())
    .action(async ({ json }: JsonOptions) => {
      await run({ json, keptOnInterrupt: keptByDefault }, listModels);
    });
}

function addPull(models: Command, run: RunCommand): void {
  models
    .command('pull')
    .description('download models, or the default ones')
    .argument('[id...]', 'models; see `aloud models list`')
    .option('--from <folder>', 'take the files from a folder instead of the network')
    .option('--accept-license', 'accept the licence of a component that asks for consent', false)
    .addOption(jsonOption())
    .action(async (ids: readonly string[], options: PullOptions) => {
      const keptOnInterrupt = 'What was downloaded is kept; the same command resumes the download.';
      await run({ json: options.json, keptOnInterrupt }, (context) => pullModels(ids, options, context));
    });
}

function addVerify(models: Command, run: RunCommand): void {
  models
    .command('verify')
    .description('check the files of installed models against their hashes')
    .argument('[id...]', 'models; all installed ones by default')
    .addOption(jsonOption())
    .action(async (ids: readonly string[], { json }: JsonOptions) => {
      await run({ json, keptOnInterrupt: keptByDefault }, (context) => verifyModels(ids, context));
    });
}

function addRemove(models: Command, run: RunCommand): void {
  models
    .command('remove')
    .description('delete models from the disk')
    .argument('<id...>', 'models')
    .addOption(jsonOption())
    .action(async (ids: readonly string[], { json }: JsonOptions) => {
      await run({ json, keptOnInterrupt: 'Models not yet removed are still there.' }, (context) =>
        removeModels(ids, context),
      );
    });
}

async function listModels(context: CommandContext): Promise<ExitCode> {
  const models = await context.services.listModels(context.signal);
  printModels(models, context);
  return exitCodes.ok;
}

async function pullModels(
  ids: readonly string[],
  options: PullOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { from } = options;
  if (from !== undefined && !(await isFolder(from)))
    throw new UsageError(
      `--from names no folder: ${from}.`,
      'Name the folder that the files of the model are in, or leave it out to download them.',
    );
  const wanted = await selectModels(ids, context, ({ isDefault }) => isDefault);
  for (const model of wanted) await requireConsent(model, options.acceptLicense, context);
  for (const model of wanted) {
    await pullModel(context, model, from === undefined ? {} : { fromFolder: from });
    context.output.note(`${model.id} is ready.`);
  }
  await printSelected(wanted, context);
  return exitCodes.ok;
}

/** Some components carry a licence that binds more than using them: they are fetched on an explicit yes only. */
async function requireConsent(
  model: ModelSummary,
  isAccepted: boolean,
  { ask, services }: CommandContext,
): Promise<void> {
  if (isAccepted || model.state === 'installed' || !services.needsConsent(model.id)) return;
  if (ask !== null && (await ask(`${model.title} is under ${model.license}. Accept and download it?`)))
    return;
  throw new UsageError(
    `${model.title} is under ${model.license}, which needs your consent.`,
    `Read the licence, then run: aloud models pull ${model.id} --accept-license`,
  );
}

async function verifyModels(ids: readonly string[], context: CommandContext): Promise<ExitCode> {
  const { services, output, signal } = context;
  const wanted = await selectModels(
    ids,
    context,
    ({ state }) => state === 'installed' || state === 'corrupt',
  );
  const missing = wanted.filter(({ state }) => state === 'notInstalled' || state === 'partial');
  await services.requireInstalled(
    missing.map(({ id }) => id),
    signal,
  );
  for (const model of wanted) {
    output.note(`Checking ${model.id} ...`);
    await services.verifyModel(model.id, signal);
  }
  const checked = await printSelected(wanted, context);
  const damaged = checked.find(({ state }) => state === 'corrupt');
  if (damaged === undefined) return exitCodes.ok;
  return exitCodes.environment;
}

async function removeModels(ids: readonly string[], context: CommandContext): Promise<ExitCode> {
  const wanted = await selectModels(ids, context, () => false);
  for (const model of wanted) await context.services.removeModel(model.id, context.signal);
  await printSelected(wanted, context);
  return exitCodes.ok;
}

/** The named models in the order given, or those that the predicate picks where none is named. */
async function selectModels(
  ids: readonly string[],
  { services, signal }: CommandContext,
  isPicked: (model: ModelSummary) => boolean,
): Promise<ModelSummary[]> {
  for (const id of ids) services.requireModel(id);
  const all = await services.listModels(signal);
  if (ids.length === 0) return all.filter(isPicked);
  return [...new Set(ids)].flatMap((id) => all.filter((model) => model.id === id));
}

/** Prints the models as they are now. */
async function printSelected(
  models: readonly ModelSummary[],
  context: CommandContext,
): Promise<readonly ModelSummary[]> {
  const ids = new Set(models.map(({ id }) => id));
  const now = (await context.services.listModels(context.signal)).filter(({ id }) => ids.has(id));
  printModels(now, context);
  return now;
}

function printModels(models: readonly ModelSummary[], { output }: CommandContext): void {
  output.record({ ok: models.every(({ state }) => state !== 'corrupt'), models });
  const rows = models.map(({ id, state, bytes, license, languages, capabilities }) => [
    id,
    stateTexts[state],
    formatBytes(bytes),
    license,
    languages.length > 6 ? `${languages.length} languages` : languages.join(' '),
    capabilities.join(' '),
  ]);
  output.result(formatTable([['MODEL', 'STATE', 'SIZE', 'LICENCE', 'LANGUAGES', 'CAN DO'], ...rows]));
}

const stateTexts: Readonly<Record<ModelState, string>> = {
  notInstalled: 'not installed',
  partial: 'partly downloaded',
  installed: 'installed',
  corrupt: 'damaged',
};
