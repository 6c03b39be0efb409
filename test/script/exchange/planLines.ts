import type { Plan, PlanItem, PlanPoint, PlanSpan } from '../../../server/src/script/lowering/plan.ts';

/** A plan, one line for each item, with nothing in it that is as usual. */
export function planLines({ items }: Plan): readonly string[] {
  return items.map(itemLine);
}

function itemLine(item: PlanItem): string {
  switch (item.kind) {
    case 'pause':
      return `(${item.reason} ${String(item.durationMs)})`;
    case 'sound':
      return `(sound ${item.file}${item.gainDb === 0 ? '' : ` ${number(item.gainDb)}dB`})`;
    case 'utterance': {
      const { speaker, voice, language, style, prosody, spans, points, text } = item;
      const who = [speaker, voice, language].filter((part) => part !== null).join('/');
      const manner = mannerText({ style, prosody });
      const marks = [...spans.map((span) => spanText(span, text)), ...points.map(pointText)];
      const head = [who, manner === '' ? '' : `(${manner})`].filter((part) => part !== '').join(' ');
      return `${head === '' ? '' : `${head}: `}${text}${marks.map((mark) => ` {${mark}}`).join('')}`;
    }
  }
}

function spanText(span: PlanSpan, text: string): string {
  const { emphasis, isLaughing, pronunciation, startOffset, endOffset } = span;
  const parts = [
    emphasis,
    isLaughing === true ? 'laughing' : undefined,
    pronunciation === undefined ? undefined : `${pronunciation.alphabet} ${pronunciation.phonemes}`,
    mannerText(span),
  ].filter((part) => part !== undefined && part !== '');
  return `${text.slice(startOffset, endOffset)}: ${parts.join(', ')}`;
}

function pointText(point: PlanPoint): string {
  return `${point.kind === 'mark' ? `mark ${point.name}` : point.event} @${String(point.offset)}`;
}

function mannerText({ style, prosody }: Pick<PlanSpan, 'style' | 'prosody'>): string {
  const { emotion, strength, delivery, instruction } = style ?? {};
  const { rateFactor = 1, pitchSemitones = 0, rangeFactor = 1, volumeDb = 0 } = prosody ?? {};
  return [
    emotion,
    strength === 1 || strength === undefined ? null : number(strength),
    delivery,
    instruction === null || instruction === undefined ? null : `"${instruction}"`,
    rateFactor === 1 ? null : `rate ${number(rateFactor)}`,
    pitchSemitones === 0 ? null : `pitch ${number(pitchSemitones)}`,
    rangeFactor === 1 ? null : `range ${number(rangeFactor)}`,
    volumeDb === 0 ? null : `volume ${number(volumeDb)}`,
  ]
    .filter((part) => part !== null && part !== undefined)
    .join(' ');
}

function number(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
