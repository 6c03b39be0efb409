import type { Plan, PlanItem, PlanPause, PlanSound } from '../../lowering/plan.ts';
import { roundTo, signed } from '../draft/values.ts';
import { defaultsEntry, planDefaults } from './planDefaults.ts';
import { planLayout, type PlanBlock, type PlanLayout, type SpokenItem } from './planBlocks.ts';
import { castEntry, planCast, type PlanCast } from './planCast.ts';
import { utteranceXml } from './utteranceXml.ts';
import { aloudNamespace, msttsNamespace, ssmlNamespace } from './xmlNames.ts';
import { xmlElement } from '../../../text/xmlWriter.ts';

/**
 * A plan as an SSML 1.1 document. What SSML has no element for (who speaks, events, deliveries, instructions) stands in
 * attributes of Aloud's own namespace, which other processors do not look at, beside what they do understand.
 */
export function planToSsml(plan: Plan): string {
  const cast = planCast(plan);
  const layout = planLayout(plan, cast);
  const body = layout.blocks.flatMap((block) => blockXml(block, plan, cast));
  const lines = [...headXml(plan, cast, layout), ...body].map((line) => `  ${line}\n`);
  const attributes = {
    version: '1.1',
    xmlns: ssmlNamespace,
    'xmlns:mstts': msttsNamespace,
    'xmlns:aloud': aloudNamespace,
    'aloud:version': '1',
    // A document has a language; one whose script names none has that of undetermined text.
    'xml:lang': plan.language ?? 'und',
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlElement('speak', attributes, `\n${lines.join('')}`)}\n`;
}

function headXml({ title, author, language }: Plan, cast: PlanCast, layout: PlanLayout): readonly string[] {
  const characters = cast.names.map((name) => {
    const entry = castEntry(cast.usualOf(name), language);
    return xmlElement('aloud:character', { name, ...entry });
  });
  const defaults = defaultsEntry(planDefaults(layout));
  const isStandard = Object.keys(defaults).length === 0;
  const metadata = [...characters, ...(isStandard ? [] : [xmlElement('aloud:defaults', defaults)])];
  return [
    ...(title === null ? [] : [xmlElement('meta', { name: 'title', content: title })]),
    ...(author === null ? [] : [xmlElement('meta', { name: 'author', content: author })]),
    ...(metadata.length === 0 ? [] : [xmlElement('metadata', {}, metadata.join(''))]),
  ];
}

function blockXml(block: PlanBlock, plan: Plan, cast: PlanCast): readonly string[] {
  switch (block.kind) {
    case 'silence': {
      const { durationMs, reason } = block.pause;
      const own = reason === 'listItem' ? {} : { 'aloud:reason': reason };
      const attributes = { time: timeText(durationMs), ...own, 'aloud:apart': block.isApart ? 'true' : null };
      return [xmlElement('break', attributes)];
    }
    case 'heading': {
      const { level, title } = block.section;
      const own = { 'aloud:heading': String(level), 'aloud:title': title };
      if (block.items.length === 0) {
        return [xmlElement('mark', { name: title === '' ? 'heading' : title, ...own })];
      }
      const separators = titleSeparators(block.items, title);
      const written = block.items.map((item) => itemXml(item, plan, cast));
      const content = written
        .map((xml, index) => (separators?.[index] ?? ' ') + xml)
        .join('')
        .trimStart();
      return [xmlElement('p', { ...own, 'aloud:title': separators === null ? title : null }, content)];
    }
    case 'speech': {
      return [xmlElement('p', { 'aloud:speaker': block.speaker }, itemsXml(block.items, plan, cast))];
    }
  }
}

function itemsXml(items: readonly SpokenItem[], plan: Plan, cast: PlanCast): string {
  return items
    .map((item, index) => {
      const isGlued = item.kind === 'utterance' && /^[\p{Pe}\p{Pf}.,;:!?…]/u.test(item.text);
      return (index === 0 || isGlued ? '' : ' ') + itemXml(item, plan, cast);
    })
    .join('');
}

function itemXml(item: SpokenItem, plan: Plan, cast: PlanCast): string {
  switch (item.kind) {
    case 'utterance': {
      const split = item.splits === true ? xmlElement('mark', { name: 'split', 'aloud:split': 'true' }) : '';
      return split + utteranceXml(item, cast.usualOf(item.speaker), plan.language);
    }
    case 'pause':
      return pauseXml(item);
    case 'sound':
      return soundXml(item);
  }
}

function pauseXml({ durationMs }: PlanPause): string {
  return xmlElement('break', { time: timeText(durationMs) });
}

function soundXml({ file, gainDb, fadeMs }: PlanSound): string {
  const soundLevel = gainDb === 0 ? null : `${signed(roundTo(gainDb))}dB`;
  return xmlElement('audio', { src: file, soundLevel, 'aloud:fade': fadeMs === 0 ? null : timeText(fadeMs) });
}

function timeText(durationMs: number): string {
  return `${roundTo(durationMs)}ms`;
}

/** What is between the utterances of a heading, so that together they are its title; null where they are another. */
function titleSeparators(items: readonly PlanItem[], title: string): readonly string[] | null {
  let read = 0;
  const separators: string[] = [];
  for (const item of items) {
    const text = item.kind === 'utterance' ? item.text.replace(/\s+/gu, ' ').trim() : '';
    const isApart = text === '' || read === 0 || title.charAt(read) === ' ';
    separators.push(text !== '' && read > 0 && isApart ? ' ' : '');
    read += (isApart && text !== '' && read > 0 ? 1 : 0) + text.length;
    if (!title.startsWith(text, read - text.length)) return null;
  }
  return read === title.length ? separators : null;
}
