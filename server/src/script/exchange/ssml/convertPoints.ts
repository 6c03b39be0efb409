import { XmlElement } from '@rgrove/parse-xml';
import { soundEvents } from '../../../../../protocol/expression.ts';
import { durationText, volumeText } from '../draft/values.ts';
import { quoted } from '../draft/quoted.ts';
import { attributeOf, noteOtherAttributes } from './attributes.ts';
import { breakDuration } from './breakDuration.ts';
import type { ElementConverter } from './ssmlImport.ts';
import { readTime, readVolume } from './ssmlValues.ts';
import { aloudAttribute, elementName } from './xmlNames.ts';

export const convertBreak: ElementConverter = (element, _surroundings, context) => {
  noteOtherAttributes(element, ['time', 'strength'], context);
  const time = attributeOf(element, 'time');
  const strength = attributeOf(element, 'strength') ?? 'medium';
  const timeMs = time === undefined ? null : readTime(time);
  if (time !== undefined && timeMs === null) context.note(element, `time="${time}" is no time.`);
  const reason = aloudAttribute(element, 'reason');
  if (reason !== undefined && timeMs !== null) {
    const isApart = aloudAttribute(element, 'apart') === 'true';
    context.dueSilence({ reason, durationMs: timeMs, isApart });
    return;
  }
  const durationMs = timeMs ?? breakDuration(strength);
  if (timeMs === null && strength === 'none') {
    context.note(element, 'A script cannot forbid a pause; this <break> was left out.');
  } else if (durationMs === null) {
    context.note(element, `strength="${strength}" is no strength of a break; it was left out.`);
  } else context.builder.point(`[pause ${durationText(durationMs)}]`);
};

/** A mark; in a document of Aloud's own also an event, or a heading that is not spoken. */
export const convertMark: ElementConverter = (element, _surroundings, context) => {
  const event = aloudAttribute(element, 'event');
  const level = aloudAttribute(element, 'heading');
  const name = element.attributes['name'];
  if (level !== undefined) {
    context.heading(level === '1' ? 1 : 2, () => {
      context.builder.text(aloudAttribute(element, 'title') ?? '');
    });
  } else if (event !== undefined && soundEvents.some((known) => known === event)) {
    context.builder.point(`[${event}]`);
  } else if (aloudAttribute(element, 'split') === 'true') {
    context.builder.point('<say language="und"></say>');
  } else if (name !== undefined) {
    context.builder.point(`[mark ${/^[\w.-]+$/.test(name) ? name : quoted(name)}]`);
  } else context.note(element, 'This <mark> has no name; it was left out.');
};

export const convertAudio: ElementConverter = (element, _surroundings, context) => {
  noteOtherAttributes(element, ['src', 'soundLevel'], context);
  const src = attributeOf(element, 'src');
  if (src === undefined) {
    context.note(element, 'This <audio> names no file; what is inside was kept.');
    context.convertChildren(element, _surroundings);
    return;
  }
  const level = attributeOf(element, 'soundLevel');
  const gain = level === undefined ? null : readVolume(level);
  if (level !== undefined && gain === null) context.note(element, `soundLevel="${level}" is no level.`);
  const fade = readTime(aloudAttribute(element, 'fade') ?? '');
  const gainText = gain === null || gain.value === 0 ? '' : ` gain=${volumeText(gain.value)}`;
  const fadeText = fade === null ? '' : ` fade=${durationText(fade)}`;
  context.builder.point(`[sound ${quoted(src)}${gainText}${fadeText}]`);
  const { description, fallback } = insideOf(element);
  if (description !== '') context.builder.comment(description);
  if (fallback !== '') {
    context.note(
      element,
      `A script has nothing in place of a sound that is missing; "${fallback}" was left out.`,
    );
  }
};

interface AudioContent {
  /** What is heard, in words. */
  readonly description: string;
  /** What is said if the sound is not there. */
  readonly fallback: string;
}

function insideOf(element: XmlElement): AudioContent {
  const isDescription = (child: unknown): child is XmlElement =>
    child instanceof XmlElement && elementName(child) === 'desc';
  const textOf = (children: readonly unknown[]): string =>
    children
      .map((child) => (child instanceof XmlElement ? child.text : textIn(child)))
      .join('')
      .replace(/\s+/g, ' ')
      .trim();
  return {
    description: textOf(element.children.filter(isDescription)),
    fallback: textOf(element.children.filter((child) => !isDescription(child))),
  };
}

function textIn(node: unknown): string {
  return typeof node === 'object' && node !== null && 'text' in node ? String(node.text) : '';
}
