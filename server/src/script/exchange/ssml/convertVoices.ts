import { attributeOf, noteOtherAttributes, ownLanguage } from './attributes.ts';
import type { ElementConverter } from './ssmlImport.ts';

export const convertVoice: ElementConverter = (element, surroundings, context) => {
  noteOtherAttributes(element, ['name', ...traits, ...selection], context);
  const language = ownLanguage(element, surroundings, context);
  const [name, ...others] = attributeOf(element, 'name')?.split(/\s+/) ?? [];
  const asked = traits.filter((trait) => attributeOf(element, trait) !== undefined);
  if (name === undefined && asked.length > 0) {
    const traitText = asked.map((trait) => `${trait}="${attributeOf(element, trait) ?? ''}"`).join(' ');
    context.note(element, `A script names its voices; none was chosen for ${traitText}.`);
  }
  if (others.length > 0) {
    context.note(element, `A script names one voice; ${others.join(', ')} in its place was left out.`);
  }
  const isOther = name !== undefined && name !== surroundings.voice;
  const attributes = { ...(isOther && { voice: name }), ...(language !== null && { language }) };
  const inner = {
    ...surroundings,
    voice: name ?? surroundings.voice,
    language: language ?? surroundings.language,
  };
  // Another voice was asked for: its words are apart, though the same voice says them.
  if (name === undefined) context.builder.text(' ');
  context.convertSpan(element, { attributes }, inner);
  if (name === undefined) context.builder.text(' ');
};

export const convertLanguage: ElementConverter = (element, surroundings, context) => {
  noteOtherAttributes(element, ['onlangfailure'], context);
  const language = ownLanguage(element, surroundings, context);
  const attributes = language === null ? {} : { language };
  context.convertSpan(
    element,
    { attributes },
    { ...surroundings, language: language ?? surroundings.language },
  );
};

/** What a voice may be chosen by. */
const traits = ['gender', 'age', 'variant', 'languages'] as const;
/** How the choice is made, where there is one. */
const selection = ['required', 'ordering', 'onvoicefailure'];
