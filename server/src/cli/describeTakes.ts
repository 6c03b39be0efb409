import type { TakeChoice } from '../../../protocol/takes.ts';

/** What a person is told of takes: a line for each sentence that was said more than once, then how many there were. */
export function describeTakes(choices: readonly TakeChoice[]): string[] {
  const [first] = choices;
  if (first === undefined) return [];
  const takeCount = choices.reduce((sum, { takes }) => sum + takes.length, 0);
  const rightCount = choices.filter(({ takes }) => takes[0]?.cost === 0).length;
  return [
    ...choices.filter(({ takes }) => takes.length > 1).map(describeChoice),
    `Takes: ${takeCount} of ${choices.length} sentences, heard by ${first.model}; ${rightCount} sentences were heard without a fault.`,
  ];
}

function describeChoice({ text, takes }: TakeChoice): string {
  const [kept, ...others] = takes;
  const start = text.length > longestStart ? `${text.slice(0, longestStart)}…` : text;
  const missed = others.map((take) => `take ${take.takeIndex + 1} ${faultOf(take)}`);
  const keptIndex = (kept?.takeIndex ?? 0) + 1;
  return `"${start}": kept take ${keptIndex} of ${takes.length}, which ${kept === undefined ? '' : faultOf(kept)}; ${missed.join(', ')}`;
}

const longestStart = 40;

function faultOf({ divergence, hasEmotion, cost }: TakeChoice['takes'][number]): string {
  if (divergence !== null) {
    if (divergence.heard === '') return `lacks "${divergence.said}"`;
    if (divergence.said === '') return `adds "${divergence.heard}"`;
    return `has "${divergence.heard}" for "${divergence.said}"`;
  }
  if (hasEmotion === false) return 'lacks the emotion';
  return cost > 0 ? 'has an unusual length' : 'has no fault';
}
