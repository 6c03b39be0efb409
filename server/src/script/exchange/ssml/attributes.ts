import type { XmlElement } from '@rgrove/parse-xml';
import { nameLanguage } from '../languageTag.ts';
import type { SsmlImport } from './ssmlImport.ts';
import type { Surroundings } from './surroundings.ts';
import { isForeignAttribute } from './xmlNames.ts';

/** An attribute's value without the space around it; undefined where it is empty. */
export function attributeOf(element: XmlElement, name: string): string | undefined {
  const value = element.attributes[name]?.trim();
  return value === '' ? undefined : value;
}

/** Notes the attributes that nobody has read. */
export function noteOtherAttributes(
  element: XmlElement,
  known: readonly string[],
  context: Pick<SsmlImport, 'note'>,
): void {
  const read = new Set([...known, 'xml:lang', 'xml:id', 'xml:space', 'id', 'version']);
  for (const [name, value] of Object.entries(element.attributes)) {
    if (read.has(name) || isForeignAttribute(name)) continue;
    context.note(element, `A script has no word for ${name}="${value}"; it was left out.`);
  }
}

/** Converts what is inside in the element's own language, where it has one. */
export function inOwnLanguage(element: XmlElement, surroundings: Surroundings, context: SsmlImport): void {
  const language = ownLanguage(element, surroundings, context);
  if (language === null) context.convertChildren(element, surroundings);
  else context.convertSpan(element, { attributes: { language } }, { ...surroundings, language });
}

/** The language that an element changes to; null where it changes to none. */
export function ownLanguage(
  element: XmlElement,
  surroundings: Surroundings,
  context: Pick<SsmlImport, 'note'>,
): string | null {
  const written = attributeOf(element, 'xml:lang');
  if (written === undefined) return null;
  const language = nameLanguage(written);
  if (language === null) context.note(element, `xml:lang="${written}" is no language tag; it was left out.`);
  return language === surroundings.language ? null : language;
}
