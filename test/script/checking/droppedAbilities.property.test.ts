import fc from 'fast-check';
import { expect, test } from 'vitest';
import { speechAbilities, type EngineAbilities, type SpeechAbility } from '../../../protocol/expression.ts';
import { checkScript } from '../../../server/src/script/checking/checkScript.ts';
import { resolveCast } from '../../../server/src/script/frontMatter/resolveCast.ts';
import { askedOf } from '../../../server/src/script/lowering/askedOf.ts';
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
    voices: [voice('v', 'engine')],
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
  const dropped = utterances.flatMap((utterance) =>
    toSynthesisRequest(utterance, { voice: 'v', abilities: engine }).dropped.flatMap(
      ({ ability, source: place }) =>
        place === null
          ? []
          : [{ place: `${place.startOffset}-${place.endOffset}`, isOnly: isOnly(utterance, ability) }],
    ),
  );
  return { found: new Set(found), dropped };
}

/** A mark alone is an utterance of a plan, but nothing is heard of it. */
function isHeard({ text, points }: PlanUtterance): boolean {
  return text.trim() !== '' || points.some(({ kind }) => kind === 'event');
}

/** Whether nothing else in the utterance asks for the like, which could be heard in its place. */
function isOnly(utterance: PlanUtterance, ability: string): boolean {
  const family = ability.split(':')[0];
  return askedOf(utterance).filter((asked) => asked.ability.split(':')[0] === family).length === 1;
}

test('what is left out is found, and nothing else', { timeout: 3_600_000 }, () => {
  fc.assert(
    fc.property(arbitraryScript().map(namedVoices), lacking, (source, abilitiesLacking) => {
      const engine = engineWithout(abilitiesLacking);
      const { found, dropped } = compare(source, engine);
      const places = new Set(dropped.map(({ place }) => place));
      expect(
        [...found].filter((place) => !places.has(place)).map((place) => `${place} is not left out`),
      ).toEqual([]);
      const certain = dropped.filter(({ isOnly: isCertain }) => isCertain).map(({ place }) => place);
      expect(certain.filter((place) => !found.has(place)).map((place) => `${place} is not found`)).toEqual(
        [],
      );
    }),
    { numRuns: propertyRuns(500) },
  );
});
