import fc from 'fast-check';
import { expect, test } from 'vitest';
import { speechAbilities, type EngineAbilities, type SpeechAbility } from '../../../protocol/expression.ts';
import { checkScript } from '../../../server/src/script/checking/checkScript.ts';
import { resolveCast } from '../../../server/src/script/frontMatter/resolveCast.ts';
import type { PlanUtterance } from '../../../server/src/script/lowering/plan.ts';
import { toPlan } from '../../../server/src/script/lowering/toPlan.ts';
import { toSynthesisRequest } from '../../../server/src/script/lowering/toSynthesisRequest.ts';
import { arbitraryScript, propertyRuns } from '../support/scriptFragments.ts';
import { abilities, readWorld, scriptWorld, voice } from '../support/scriptWorld.ts';

const none = { support: 'none', instead: 'It is left out.' } as const;

const lacking = fc.subarray([...speechAbilities]);

function engineWithout(names: readonly SpeechAbility[]): EngineAbilities {
  return abilities({ support: 'full' }, Object.fromEntries(names.map((ability) => [ability, none])));
}

function worldOf(engine: EngineAbilities) {
  return scriptWorld({
    // Casts name the second one too.
    voices: [voice('v', 'engine'), voice('twice', 'engine')],
    abilities: new Map([['engine', engine]]),
    defaultVoice: 'v',
    isKnownWord: () => true,
  });
}

/** Every voice is of the one engine: what is lacking does not depend on who speaks. */
function namedVoices(source: string): string {
  return source.replaceAll(/\b[ab][fm]_[a-z]+\b/gu, 'v');
}

/** Where the check says that a voice cannot do something, and where the lowering leaves something out. */
function compare(source: string, engine: EngineAbilities) {
  const { script, frontMatter, environment } = readWorld(source, worldOf(engine));
  const bodyStart = script.blocks[0]?.kind === 'frontMatter' ? script.blocks[0].length : 0;
  const found = checkScript(script, frontMatter, environment)
    .filter(({ code, startOffset }) => code === 'unsupported-by-voice' && startOffset >= bodyStart)
    .map(({ startOffset, endOffset }) => `${startOffset}-${endOffset}`);
  const plan = toPlan({ script, frontMatter, cast: resolveCast(frontMatter, []) });
  const utterances = plan.items.filter((item) => item.kind === 'utterance').filter(isHeard);
  const dropped = utterances
    .flatMap((utterance) => toSynthesisRequest(utterance, { voice: 'v', abilities: engine }).dropped)
    .flatMap(({ source: place }) => (place === null ? [] : [`${place.startOffset}-${place.endOffset}`]));
  return { found: [...new Set(found)].sort(), dropped: [...new Set(dropped)].sort() };
}

/** A mark alone is an utterance of a plan, but nothing is heard of it. */
function isHeard({ text, points }: PlanUtterance): boolean {
  return text.trim() !== '' || points.some(({ kind }) => kind === 'event');
}

test('what is left out is found, and nothing else', { timeout: 3_600_000 }, () => {
  fc.assert(
    fc.property(arbitraryScript().map(namedVoices), lacking, (source, abilitiesLacking) => {
      const engine = engineWithout(abilitiesLacking);
      const { found, dropped } = compare(source, engine);
      expect(found).toEqual(dropped);
    }),
    { numRuns: propertyRuns(500) },
  );
});
