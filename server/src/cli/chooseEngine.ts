import type { RecognitionWish } from '../modelLibrary/chooseRecognition.ts';
import type { CommandContext } from './command.ts';
import { offerMissingModels } from './pullModel.ts';

/**
 * The engine that hears what is wished. On a terminal, what it lacks is offered for download.
 *
 * @throws SpeechError modelNotInstalled where nobody can be asked, and as `chooseRecognition`
 */
export async function chooseEngine(wish: RecognitionWish, context: CommandContext): Promise<string> {
  const { services, output, ask, signal } = context;
  const { engine, missing } = await services.chooseRecognition(wish, signal);
  if (missing !== null && ask === null) throw missing;
  if (missing !== null) output.note(missing.message);
  await offerMissingModels(context, services.recognitionModels(engine));
  return engine;
}
