import { nounsAndVerbs } from './nounsAndVerbs.ts';
import { parsePronunciation, type Pronunciation } from './phones.ts';
import {
  isFormOfBe,
  isFormOfHave,
  isDeterminer,
  leadsVerb,
  phraseBefore,
  roleFromCues,
  wordBeforeAdverbs,
} from './wordCues.ts';
import { wordAfter, wordBefore, type Sentence } from './spokenWord.ts';

/**
 * Words that are spelled alike and said differently, decided by the words around them.
 *
 * @returns nothing for words that are no homographs
 */
export function homograph(sentence: Sentence, index: number): Pronunciation | undefined {
  const word = sentence[index]?.text ?? '';
  const special = specialCases.get(word);
  if (special !== undefined) return parsePronunciation(special(sentence, index));
  const pair = nounsAndVerbs.get(word);
  if (pair === undefined) return undefined;
  return pair[roleFromCues(sentence, index) === 'verb' ? 'verb' : 'noun'];
}

type Rule = (sentence: Sentence, index: number) => string;

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const read: Rule = (sentence, index) => (isPastRead(sentence, index) ? 'R EH1 D' : 'R IY1 D');

const pastTimes = wordsOf('yesterday ago last once earlier previously');

function isPastRead(sentence: Sentence, index: number): boolean {
  const before = wordBeforeAdverbs(sentence, index);
  if (isFormOfHave(before) || isFormOfBe(before) || /^(he|she|it|got)$/.test(before)) return true;
  if (leadsVerb(before)) return false;
  const isAfterPronoun = /^(i|you|we|they|who)$/.test(before);
  const phrase = phraseBefore(sentence, index);
  if (phrase.some((word) => isFormOfHave(word)) && phrase.length <= 4) return true;
  if (phrase.at(-1) === 'and') return phrase.some((word) => /[^e]ed$/.test(word) || irregularPasts.has(word));
  const later = sentence.slice(index + 1, index + 16).map(({ text }) => text);
  if (later.some((word) => pastTimes.has(word)) || phrase.some((word) => pastTimes.has(word))) return true;
  // "The teacher read the list": a singular noun would have said "reads".
  return !isAfterPronoun && before !== '' && !before.endsWith('s') && isDeterminer(phrase.at(-2) ?? '');
}

const irregularPasts = wordsOf('sat took went came got found bought wrote stood stopped began saw said lay');

const lead: Rule = (sentence, index) => {
  const isMetal =
    /^(pipes?|paint|poisoning|bullets?|acid|batter(y|ies)|ore|weights?)$/.test(wordAfter(sentence, index)) ||
    /^(molten|heavy)$/.test(wordBefore(sentence, index)) ||
    /\b(made|as heavy|contains?|of|like) (of |as )?$/.test(
      `${phraseBefore(sentence, index).slice(-3).join(' ')} `,
    );
  return isMetal ? 'L EH1 D' : 'L IY1 D';
};

const live: Rule = (sentence, index) => {
  const before = wordBefore(sentence, index);
  const isAdjective =
    /^(a|an|the|is|are|was|were|go|goes|going|went|play|plays|played|playing|perform|performs|performed|performing|broadcast|recorded|streamed|streaming|watch|watched|come|coming|comes|this|these|some|via|of)$/.test(
      before,
    ) ||
    /^(music|shows?|concerts?|audiences?|broadcasts?|performances?|events?|bands?|streams?|streaming|coverage|television|tv|wires?|animals?|action|updates?|ammunition)$/.test(
      wordAfter(sentence, index),
    );
  return isAdjective && !/^(who|to)$/.test(before) ? 'L AY1 V' : 'L IH1 V';
};

const lives: Rule = (sentence, index) => {
  const role = roleFromCues(sentence, index);
  const before = wordBefore(sentence, index);
  const isNoun =
    role === 'noun' ||
    /^(save|saved|saves|saving|lost|other|own|private|daily|human|ordinary|people's|risk|risking|lose|change|changed)$/.test(
      before,
    );
  return isNoun && !/^(he|she|it|who|one)$/.test(before) ? 'L AY1 V Z' : 'L IH1 V Z';
};

const wind: Rule = (sentence, index) => {
  const isVerb = roleFromCues(sentence, index) === 'verb' || /^(up|down)$/.test(wordAfter(sentence, index));
  return isVerb && !isDeterminer(wordBefore(sentence, index)) ? 'W AY1 N D' : 'W IH1 N D';
};

const wound: Rule = (sentence, index) => {
  const role = roleFromCues(sentence, index);
  const isPastOfWind =
    /^(up|down|around|a|the|its|his|her|my|their|through|itself|along|tightly|round)$/.test(
      wordAfter(sentence, index),
    ) && role !== 'noun';
  return isPastOfWind ? 'W AW1 N D' : 'W UW1 N D';
};

const tear: Rule = (sentence, index) => {
  if (/^(gas|drops?|ducts?|stained)$/.test(wordAfter(sentence, index))) return 'T IH1 R';
  const isRip =
    roleFromCues(sentence, index) === 'verb' ||
    /^(in|up|apart|down|off|along)$/.test(wordAfter(sentence, index));
  return isRip || phraseBefore(sentence, index).slice(-2).join(' ') === 'wear and' ? 'T EH1 R' : 'T IH1 R';
};

const tears: Rule = (sentence, index) => {
  const isRip =
    /^(he|she|it|who|that)$/.test(wordBefore(sentence, index)) ||
    /^(apart|up|down|the|a|through)$/.test(wordAfter(sentence, index));
  return isRip ? 'T EH1 R Z' : 'T IH1 R Z';
};

const bow: Rule = (sentence, index) => {
  const before = wordBeforeAdverbs(sentence, index);
  const isBend =
    roleFromCues(sentence, index) === 'verb' ||
    /^(took|take|takes|taking|gave|give|made)$/.test(phraseBefore(sentence, index).at(-2) ?? '') ||
    wordAfter(sentence, index) === 'of' ||
    before === "ship's";
  return isBend && !/^(tie|ties)$/.test(wordAfter(sentence, index)) ? 'B AW1' : 'B OW1';
};

const close: Rule = (sentence, index) => {
  const before = wordBefore(sentence, index);
  const isNear =
    /^(to|by|enough|friends?|relatives?|look|call|together|range|attention|relationship)$/.test(
      wordAfter(sentence, index),
    ) ||
    /^(too|so|very|as|how|is|are|was|were|be|been|get|gets|got|getting|come|came|comes|coming|stay|stayed|stand|stood|draw|drew|sat|sit|quite|pretty|really|that|this|a|up|live|lived|lives|keep|kept|hold|held)$/.test(
      before,
    );
  return isNear ? 'K L OW1 S' : 'K L OW1 Z';
};

const use: Rule = (sentence, index) => {
  const before = wordBefore(sentence, index);
  const isNoun =
    (roleFromCues(sentence, index) === 'noun' ||
      wordAfter(sentence, index) === 'of' ||
      /^(common|good|better|best|make|makes|made|making|daily|heavy|further|first|energy|drug|water|land)$/.test(
        before,
      )) &&
    !/^(who|to|which|all)$/.test(before);
  return isNoun ? 'Y UW1 S' : 'Y UW1 Z';
};

const minute: Rule = (sentence, index) =>
  /^(details?|amounts?|ways?|quantit(y|ies)|particles?|fractions?|changes?|differences?|traces?|cracks?)$/.test(
    wordAfter(sentence, index),
  )
    ? 'M AY0 N UW1 T'
    : 'M IH1 N AH0 T';

const dove: Rule = (sentence, index) =>
  /^(into|in|off|under|down|headfirst|through|deep|for)$/.test(wordAfter(sentence, index)) &&
  roleFromCues(sentence, index) !== 'noun'
    ? 'D OW1 V'
    : 'D AH1 V';

const bass: Rule = (sentence, index) =>
  /^(fishing|boat|fillets?)$/.test(wordAfter(sentence, index)) ||
  /^(sea|striped|largemouth|smallmouth|grilled|fried|freshwater)$/.test(wordBefore(sentence, index)) ||
  phraseBefore(sentence, index)
    .slice(-3)
    .some((word) => /^(caught|catch|catches|catching)$/.test(word)) ||
  sentence
    .slice(Math.max(index - 4, 0), index + 5)
    .some(({ text }) => /^(fish|fishing|lake|fisherman|fishermen)$/.test(text))
    ? 'B AE1 S'
    : 'B EY1 S';

const does: Rule = (sentence, index) =>
  /^(deer|female|two|three|several|and)$/.test(wordBefore(sentence, index)) &&
  sentence.slice(Math.max(index - 8, 0), index + 8).some(({ text }) => /^(deer|buck|bucks)$/.test(text))
    ? 'D OW1 Z'
    : 'D AH1 Z';

const polish: Rule = (sentence, index) => {
  const isName = /^P/.test(sentence[index]?.token.text ?? '') && index > 0;
  return isName ? 'P OW1 L IH0 SH' : 'P AA1 L IH0 SH';
};

const resume: Rule = (sentence, index) =>
  roleFromCues(sentence, index) === 'noun' ? 'R EH1 Z AH0 M EY2' : 'R IH0 Z UW1 M';

const invalid: Rule = (sentence, index) =>
  /^(an|the|elderly|old)$/.test(wordBefore(sentence, index)) &&
  /^(|is|was|who|for|in)$/.test(wordAfter(sentence, index))
    ? 'IH1 N V AH0 L AH0 D'
    : 'IH0 N V AE1 L AH0 D';

const content: Rule = (sentence, index) =>
  isFormOfBe(wordBeforeAdverbs(sentence, index)) || /^(with|to)$/.test(wordAfter(sentence, index))
    ? 'K AH0 N T EH1 N T'
    : 'K AA1 N T EH0 N T';

const perfect: Rule = (sentence, index) =>
  roleFromCues(sentence, index) === 'verb' ? 'P ER0 F EH1 K T' : 'P ER1 F IH0 K T';

const present: Rule = (sentence, index) =>
  roleFromCues(sentence, index) === 'verb' ? 'P R IH0 Z EH1 N T' : 'P R EH1 Z AH0 N T';

const sow: Rule = (sentence, index) => (roleFromCues(sentence, index) === 'noun' ? 'S AW1' : 'S OW1');

const specialCases: ReadonlyMap<string, Rule> = new Map(
  Object.entries({
    read, lead, live, lives, wind, wound, tear, tears, bow, close, use, minute, dove, bass, does, polish, resume,
    invalid, content, perfect, present, sow,
  }),
); // prettier-ignore
