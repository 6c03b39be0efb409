import { narratorName } from '../../frontMatter/frontMatter.ts';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { TextRange } from '../../../text/textRange.ts';
import type { ScriptDocument } from '../../scriptDocument.ts';
import type { ValueKind } from '../../vocabulary/tags.ts';
import { frontMatterPlaceAt, type FrontMatterPlace } from '../frontMatterPlace.ts';
import { keyText, keysOf } from '../frontMatterKeys.ts';
import { inScript, type Place } from '../place.ts';
import { voiceOfCharacter } from '../voiceAtPlace.ts';
import { askedOfCharacter } from './askedOfVoice.ts';
import { type Proposal, snippetText } from './proposal.ts';
import { proposeValues } from './proposeValues.ts';

/** Keys and values of the front matter; names of those who speak and have no entry yet. */
export function completeFrontMatter(document: ScriptDocument, place: Place): readonly Proposal[] {
  if (place.block.kind !== 'frontMatter') return [];
  const at = frontMatterPlaceAt(place.block, place.text, place.offset);
  if (at === null) return [];
  const replaces = inScript(place, at);
  if (at.at === 'value') return values(document, at, replaces);
  const isCast = at.path.length === 1 && at.path[0] === 'cast';
  return isCast ? names(document, at, replaces) : keys(at, replaces);
}

function keys(at: FrontMatterPlace, replaces: TextRange): readonly Proposal[] {
  const colon = at.hasColon ? '' : ': ';
  return keysOf(at.path)
    .filter((key) => !at.usedKeys.has(key))
    .map((key) => {
      const isSection = keysOf([...at.path, key]).length > 0 || key === 'cast' || key === 'lexicon';
      const below = isSection && !at.hasColon ? `:\n${'  '.repeat(at.path.length + 1)}` : colon;
      const documentation = keyText([...at.path, key]);
      return {
        label: key,
        kind: CompletionItemKind.Property,
        replaces,
        text: `${key}${below}`,
        ...(documentation === null ? {} : { documentation }),
      };
    });
}

/** Who speaks in the script and is not in the cast. */
function names(document: ScriptDocument, at: FrontMatterPlace, replaces: TextRange): readonly Proposal[] {
  const { script, cast, environment } = document;
  const unknown = script.blocks.flatMap((block, index) => {
    if (block.kind !== 'narration' || block.unknownSpeaker === null) return [];
    const start = script.blockStarts[index] ?? 0;
    return [
      script.source.slice(start + block.unknownSpeaker.startOffset, start + block.unknownSpeaker.endOffset),
    ];
  });
  const narrator = cast.characters.has(narratorName) ? [] : [narratorName];
  return [...new Set([...unknown, ...narrator])]
    .filter((name) => !at.usedKeys.has(name))
    .map((name) => ({
      label: name,
      kind: CompletionItemKind.Class,
      replaces,
      text: at.hasColon ? name : `${name}: { voice: ${environment.defaultVoice} }`,
      snippet: at.hasColon
        ? snippetText(name)
        : `${snippetText(name)}: { voice: \${1:${environment.defaultVoice}} }`,
      detail: name === narratorName ? 'speaks what nobody else does' : 'speaks in this script',
    }));
}

function values(document: ScriptDocument, at: FrontMatterPlace, replaces: TextRange): readonly Proposal[] {
  const [section, name] = at.path;
  const key = at.key ?? '';
  const plain = (labels: readonly string[]): readonly Proposal[] =>
    labels.map((label) => ({ label, kind: CompletionItemKind.Value, replaces, text: label }));
  if (section === undefined && key === 'language') {
    return proposeValues('language', { document, voice: voiceOfCharacter(document, null), replaces });
  }
  if (section === 'defaults') return plain(name === 'pauses' ? pauses : ['spoken', 'silent']);
  // `MARA: af_heart` is an entry, too.
  const isVoice = section === 'cast' && (name === undefined ? key !== '' : key === 'voice');
  const kind = isVoice ? 'voice' : section === 'cast' && name !== undefined ? castValues[key] : undefined;
  if (section === 'cast' && key === 'engine') return plain([...document.environment.abilities.keys()]);
  if (kind === undefined) return [];
  const character = name ?? key;
  const language = document.cast.characters.get(character)?.entry.language;
  return proposeValues(kind, {
    document,
    voice: voiceOfCharacter(document, character),
    replaces,
    name: key,
    ...(language === null || language === undefined ? {} : { language }),
    ...(kind === 'voice' ? { asked: askedOfCharacter(document, character) } : {}),
  });
}

const castValues: Readonly<Record<string, ValueKind>> = {
  rate: 'rate',
  pitch: 'pitch',
  range: 'range',
  volume: 'volume',
  emotion: 'emotion',
  strength: 'strength',
  delivery: 'delivery',
  language: 'language',
};

const pauses = ['300ms', '500ms', '1s', '2s'];
