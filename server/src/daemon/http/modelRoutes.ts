import type { ModelSummary } from '../../../../protocol/models.ts';
import type { ModelLibrary } from '../../modelLibrary/modelLibrary.ts';
import type { Exchange, HttpParts } from './exchange.ts';
import { HttpRefusal } from './httpRefusal.ts';
import { isOpenAiModel } from './openAiNames.ts';
import { sendJson } from './sendBody.ts';

/** `GET /v1/models`: what is installed and speaks or hears. */
export async function answerModels(exchange: Exchange, { services }: HttpParts): Promise<void> {
  const models = await usableModels(services.library, exchange.signal);
  sendJson(exchange, { object: 'list', data: models.map((model) => toModel(model.id, model)) });
}

/** `GET /v1/models/{id}`: one of them, also by a name of OpenAI's. */
export async function answerModel(exchange: Exchange, { services: { library } }: HttpParts): Promise<void> {
  const { id, signal } = exchange;
  if (isOpenAiModel(id, 'synthesis') || isOpenAiModel(id, 'recognition')) {
    sendJson(exchange, toModel(id));
    return;
  }
  library.requireModel(id);
  const model = (await usableModels(library, signal)).find((usable) => usable.id === id);
  if (model === undefined) throw notUsable(id);
  sendJson(exchange, toModel(id, model));
}

async function usableModels(library: ModelLibrary, signal: AbortSignal): Promise<readonly ModelSummary[]> {
  const models = await library.listModels(signal);
  return models.filter(
    ({ state, capabilities }) =>
      state === 'installed' && (capabilities.includes('synthesis') || capabilities.includes('recognition')),
  );
}

/** When a model was made is not known here. */
function toModel(id: string, model?: ModelSummary): object {
  return {
    id,
    object: 'model',
    created: 0,
    owned_by: 'aloud',
    ...(model !== undefined && {
      capabilities: model.capabilities,
      languages: model.languages,
      license: model.license,
    }),
  };
}

function notUsable(id: string): HttpRefusal {
  return new HttpRefusal(404, {
    code: 'modelNotInstalled',
    message: `The model "${id}" is not installed, or neither speaks nor hears by itself.`,
    hint: `\`aloud models pull ${id}\` installs it.`,
    param: 'model',
  });
}
