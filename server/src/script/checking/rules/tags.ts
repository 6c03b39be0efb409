import type { ScriptDiagnostic } from '../diagnostic.ts';
import type {
  CommentBlock,
  InlineComment,
  PointTag,
  SpanNode,
  SpanOpen,
  StrayClose,
  UnknownTag,
} from '../../tree/tree.ts';
import { meantDirection, nearPointTags, nearSpanTags } from '../../vocabulary/nearMisses.ts';

/** @param isAtStart  a direction could stand in its place */
export function unknownTag(tag: UnknownTag, isAtStart: boolean): ScriptDiagnostic {
  const { form, name, nameRange, startOffset, endOffset } = tag;
  const names = form === 'point' ? nearPointTags(name) : nearSpanTags(name);
  const direction = form === 'point' && names.length === 0 ? meantDirection(name) : undefined;
  if (direction !== undefined) return misplacedDirection(tag, direction, isAtStart);
  const question = names.length === 0 ? '' : ` Did you mean ${names.join(' or ')}?`;
  const written = { point: `[${name}]`, open: `<${name}>`, close: `</${name}>` }[form];
  return {
    code: 'unknown-tag',
    severity: 'error',
    message: `There is no tag ${written}, and nothing is heard of it.${question} A backslash before it makes it text.`,
    startOffset,
    endOffset,
    fix: { kind: 'replace', range: nameRange, texts: names },
  };
}

/** `[happy]`, as other tools have it. */
function misplacedDirection(
  { name, startOffset, endOffset }: UnknownTag,
  direction: string,
  isAtStart: boolean,
): ScriptDiagnostic {
  return {
    code: 'unknown-tag',
    severity: 'error',
    message:
      `There is no tag [${name}], and nothing is heard of it. How something is said stands in parentheses where a ` +
      `paragraph starts, (${direction}), and holds for all of it; a <say> does that for some words. A backslash before ` +
      'it makes it text.',
    startOffset,
    endOffset,
    fix: { kind: 'replace', range: { startOffset, endOffset }, texts: isAtStart ? [`(${direction})`] : [] },
  };
}

/** `[pause 500ms` and `<say rate=slow`: the bracket is missing. */
export function unclosedBracket(
  { isClosed, startOffset, endOffset }: PointTag | SpanOpen,
  text: string,
): ScriptDiagnostic[] {
  if (isClosed) return [];
  const bracket = text.charAt(startOffset) === '[' ? ']' : '>';
  return [
    {
      code: 'unclosed-tag',
      severity: 'error',
      message: `The bracket of this tag is never closed; what follows it is read aloud. Close it with ${bracket}.`,
      startOffset,
      endOffset,
      fix: { kind: 'insert', offset: endOffset, text: bracket, title: `Close it with ${bracket}` },
    },
  ];
}

/** @param textEnd  where the words of the block end */
export function unclosedSpan(node: SpanNode, textEnd: number): ScriptDiagnostic[] {
  if (node.close !== null) return [];
  const isTag = node.open.form === 'tag';
  const close = isTag ? `</${node.name}>` : node.name === 'strong' ? '**' : '*';
  const { startOffset, endOffset } = node.open;
  return [
    {
      code: 'unclosed-tag',
      severity: 'error',
      message: `${isTag ? `<${node.name}>` : close} is never closed, so it holds to the end of the paragraph. Close it with ${close}.`,
      startOffset,
      endOffset,
      fix: {
        kind: 'insert',
        offset: Math.max(textEnd, endOffset),
        text: close,
        title: `Close it with ${close} at the end of the paragraph`,
      },
    },
  ];
}

/** @param text  of the block, where offsets count from */
export function unclosedComment(
  node: InlineComment | CommentBlock,
  startOffset: number,
  text: string,
): ScriptDiagnostic[] {
  if (node.isClosed) return [];
  const line = /^[^\r\n]*/u.exec(text.slice(startOffset))?.[0] ?? '';
  return [
    {
      code: 'unclosed-tag',
      severity: 'error',
      message: 'This comment is never closed, so nothing after it is heard. Close it with -->.',
      startOffset,
      endOffset: startOffset + '<!--'.length,
      fix: {
        kind: 'insert',
        offset: startOffset + line.trimEnd().length,
        text: ' -->',
        title: 'Close the comment at the end of the line',
      },
    },
  ];
}

export function unexpectedClose({ name, startOffset, endOffset }: StrayClose): ScriptDiagnostic {
  return {
    code: 'unexpected-close',
    severity: 'warning',
    message: `Nothing here was opened that </${name}> could close; nothing is heard of it.`,
    startOffset,
    endOffset,
    fix: { kind: 'remove', range: { startOffset, endOffset } },
  };
}
