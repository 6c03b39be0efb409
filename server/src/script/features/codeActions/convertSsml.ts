import type { TextRange } from '../../../text/textRange.ts';
import { frontMatterInsertion } from '../../checking/fixes/frontMatterInsertion.ts';
import { ssmlToScript } from '../../exchange/ssml/ssmlToScript.ts';
import { parseFrontMatter } from '../../frontMatter/parseFrontMatter.ts';
import { parseScript } from '../../parsing/parseScript.ts';
import type { ScriptDocument } from '../../scriptDocument.ts';
import type { Refactoring } from './refactoring.ts';

/** Selected SSML as a script: its words there, its characters in the cast. What is no whole document is taken for its inside. */
export function convertSsml(document: ScriptDocument, range: TextRange): Refactoring[] {
  const { source } = document.script;
  const selected = source.slice(range.startOffset, range.endOffset).trim();
  if (selected.length > longestSsml || !ssmlElement.test(selected)) return [];
  const isWhole = /^(?:<\?xml|<!--|<speak[\s>])/.test(selected);
  const conversion = ssmlToScript(isWhole ? selected : `<speak>${selected}</speak>`);
  if (!conversion.isConverted) return [];
  const isAll = selected.length === source.trim().length;
  const edits = isAll
    ? [{ range: { startOffset: 0, endOffset: source.length }, newText: conversion.script }]
    : insertedEdits(document, range, conversion.script);
  return [{ title: 'Convert from SSML', kind: 'refactor.rewrite.ssml', edits }];
}

const longestSsml = 1_000_000;

/** What SSML has and a script has not. */
const ssmlElement =
  /<(?:speak|voice|prosody|break|say-as|phoneme|sub|audio|lang|p|s|mark|mstts:[\w-]+|emphasis(?=\s))\b[^>]*>/;

/** The converted words in place of the range, and its cast beside the cast that is there. */
function insertedEdits(document: ScriptDocument, range: TextRange, converted: string): Refactoring['edits'] {
  const script = parseScript(converted);
  const { cast } = parseFrontMatter(converted, script);
  const head = script.blocks[0]?.kind === 'frontMatter' ? script.blocks[0].length : 0;
  const entries = [...cast.values()]
    .filter(({ name }) => !document.cast.characters.has(name))
    .map(({ startOffset, endOffset }) => converted.slice(startOffset, endOffset).trim());
  const insertions = entries.flatMap((text) => frontMatterInsertion({ section: 'cast', text }, document));
  return [...insertions, { range, newText: converted.slice(head).trim() }];
}
