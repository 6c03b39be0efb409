import { castAssign, castList } from '../../../protocol/preview.ts';
import { readScriptCast, type DocumentPlace } from '../scripts/readScriptCast.ts';
import { assignVoice } from '../script/features/assignVoice.ts';
import { castMembers } from '../script/features/castMembers.ts';
import { assertAbsolute } from './assertAbsolute.ts';
import { handle, type Handler } from './handler.ts';
import type { SpeechServices } from './speechServices.ts';

export function castHandlers({ library }: SpeechServices): readonly Handler[] {
  return [
    handle(castList, async ({ text, place }) => {
      assertPlace(place);
      return { characters: castMembers(await readScriptCast(text, place ?? null)) };
    }),

    handle(castAssign, async ({ text, place, character, voice }, signal) => {
      assertPlace(place);
      await library.requireVoice(voice, signal);
      const edits = assignVoice(await readScriptCast(text, place ?? null), character, voice);
      return { edits: edits.map(({ range, newText }) => ({ range, newText })) };
    }),
  ];
}

function assertPlace(place: DocumentPlace | undefined): void {
  if (place !== undefined) for (const absolute of [place.file, place.root]) assertAbsolute(absolute);
}
