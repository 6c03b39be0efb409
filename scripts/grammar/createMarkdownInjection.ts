import type { Grammar, Rule } from './grammar.ts';
import { createInlineRules } from './inlineRules.ts';
import { alternatives, tagRest } from './patterns.ts';
import type { ScriptVocabulary } from './scriptVocabulary.ts';

/**
 * The inline tags inside of Markdown. Code, comments, front matter, formulas and the targets of links stay what they
 * are, and so do links: `[breath](...)`, `[breath][...]`, `[breath]: ...`.
 */
export function createMarkdownInjection(vocabulary: ScriptVocabulary): Grammar {
  const rules = createInlineRules(vocabulary);
  const points = ['event', ...vocabulary.otherPoints];
  return {
    scopeName: 'text.aloud.injection.markdown',
    injectionSelector: `L:text.html.markdown - (${untouched.join(' | ')})`,
    patterns: [...points.map((name) => ({ include: `#${name}` })), { include: '#tag' }],
    repository: {
      ...Object.fromEntries(points.map((name) => [name, notALink(rules[name])])),
      tag: tag(),
      attribute: rules['attribute'] ?? {},
    },
  };
}

const untouched = [
  'markup.inline.raw',
  'markup.raw',
  'markup.fenced_code',
  'markup.math',
  'markup.underline.link',
  'meta.embedded',
  'meta.link',
  'meta.image',
  'meta.tag',
  'comment',
];

/** A point is one unless Markdown makes a link, an image or a definition of it. */
function notALink(rule: Rule = {}): Rule {
  const begin = rule.begin ?? '';
  return { ...rule, begin: String.raw`(?<![!\]\\])(?!^\[[^\]]*\]:)${begin}(?![^\]]*\][(\[])` };
}

function tag(): Rule {
  const name = { 2: { name: 'entity.name.tag.aloud' } };
  return {
    name: 'meta.tag.span.aloud',
    begin: String.raw`(?<!\\)(</?)(${alternatives(['say', 'laughter'])})${tagRest('>')}`,
    beginCaptures: { 1: { name: 'punctuation.definition.tag.begin.aloud' }, ...name },
    end: '>',
    endCaptures: { 0: { name: 'punctuation.definition.tag.end.aloud' } },
    patterns: [{ include: '#attribute' }],
  };
}
