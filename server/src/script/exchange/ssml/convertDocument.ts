import { XmlElement, XmlText } from '@rgrove/parse-xml';
import type { DraftCharacter } from '../draft/draft.ts';
import { alignTitle } from './alignTitle.ts';
import { attributeOf, inOwnLanguage, noteOtherAttributes, ownLanguage } from './attributes.ts';
import type { ElementConverter, SsmlImport } from './ssmlImport.ts';
import { aloudAttribute, elementName } from './xmlNames.ts';

export const convertSpeak: ElementConverter = (element, surroundings, context) => {
  noteOtherAttributes(element, ['onlangfailure'], context);
  const written = ownLanguage(element, surroundings, context);
  // Undetermined: what a document must say that does not know.
  const language = written === 'und' ? null : written;
  context.head.language = language;
  context.convertChildren(element, { ...surroundings, language });
};

/** A paragraph; in a document of Aloud's own also a line of dialogue, or a heading. */
export const convertParagraph: ElementConverter = (element, surroundings, context) => {
  noteOtherAttributes(element, ['onlangfailure'], context);
  if (aloudAttribute(element, 'heading') !== undefined) {
    convertHeading(element, surroundings, context);
    return;
  }
  context.convertParagraph(element, (usual) => {
    inOwnLanguage(element, { ...surroundings, ...usual }, context);
  });
};

/** Of a document of Aloud's own. What is said in place of the title is its alias. */
const convertHeading: ElementConverter = (element, surroundings, context) => {
  const title = aloudAttribute(element, 'title');
  context.heading(aloudAttribute(element, 'heading') === '1' ? 1 : 2, (usual) => {
    const inner = { ...surroundings, ...usual };
    const said = title === undefined ? [] : textParts(element);
    context.builder.inPlaceOf(title === undefined ? [] : alignTitle(title, said), () => {
      context.convertChildren(element, inner);
    });
    if (said.length === 0) context.builder.text(title ?? '');
  });
};

/** The words of an element, in the parts that are between its tags. */
function textParts(element: XmlElement): readonly string[] {
  return element.children.flatMap((child) => {
    if (child instanceof XmlElement) return textParts(child);
    const words = child instanceof XmlText ? child.text.replace(/[ \t\r\n]+/g, ' ').trim() : '';
    return words === '' ? [] : [words];
  });
}

/** A script has no mark for a sentence: one that ends without punctuation gets a period. */
export const convertSentence: ElementConverter = (element, surroundings, context) => {
  noteOtherAttributes(element, ['onlangfailure'], context);
  const { builder } = context;
  builder.text(' ');
  inOwnLanguage(element, surroundings, context);
  if (/[\p{L}\p{M}\p{N}]\s*$/u.test(element.text)) builder.text('.');
  builder.text(' ');
};

export const convertMeta: ElementConverter = (element, _surroundings, context) => {
  const name = attributeOf(element, 'name')?.toLowerCase() ?? '';
  const content = attributeOf(element, 'content');
  if (content === undefined || !setHead(context.head, name, content)) {
    context.note(element, 'The front matter of a script has no place for this <meta>; it was left out.');
  }
};

/** Holds anything; what can be understood is the title and the author of the Dublin Core, and Aloud's own cast. */
export const convertMetadata: ElementConverter = (element, _surroundings, context) => {
  const isUnderstood = readMetadata(element, context.head);
  if (!isUnderstood) {
    context.note(element, 'The front matter of a script has no place for this <metadata>; it was left out.');
  }
};

export const convertLexicon: ElementConverter = (element, _surroundings, context) => {
  const uri = attributeOf(element, 'uri') ?? '';
  context.note(
    element,
    `The pronunciation lexicon ${uri} was not read; a script has its own under lexicon: in the front matter.`,
  );
};

export const convertLookup: ElementConverter = (element, surroundings, context) => {
  context.note(element, 'A script looks words up in its own lexicon; only what is inside was kept.');
  context.convertChildren(element, surroundings);
};

/** Whether the front matter has a place for it. */
function setHead(head: SsmlImport['head'], name: string, content: string): boolean {
  const local = name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf(':')) + 1);
  if (local === 'title') head.title = content;
  else if (local === 'author' || local === 'creator') head.author = content;
  else return false;
  return true;
}

/** Whether anything in there was understood. */
function readMetadata(element: XmlElement, head: SsmlImport['head']): boolean {
  let isUnderstood = false;
  for (const child of element.children) {
    if (!(child instanceof XmlElement)) continue;
    const name = elementName(child);
    if (name === 'aloud:character') {
      const { name: character, ...entry } = child.attributes;
      if (character !== undefined) head.cast.set(character, toCharacter(entry));
      isUnderstood = true;
    } else if (name === 'aloud:defaults') {
      for (const [key, value] of Object.entries(child.attributes)) head.defaults.set(key, value);
      isUnderstood = true;
    } else if (name.startsWith('dc:')) {
      isUnderstood = setHead(head, name, child.text.trim()) || isUnderstood;
    } else isUnderstood = readMetadata(child, head) || isUnderstood;
  }
  return isUnderstood;
}

function toCharacter(attributes: Readonly<Record<string, string>>): DraftCharacter {
  const isNumber = (text: string): boolean => /^-?\d+(?:\.\d+)?$/.test(text);
  return Object.fromEntries(
    Object.entries(attributes).map(([key, text]) => [key, isNumber(text) ? Number(text) : text]),
  );
}
