// The reference part of docs/protocol.md, made of the definitions in protocol/.
import { z } from 'zod';

/** @typedef {import('../../protocol/message.ts').MessageDefinition} MessageDefinition */
/**
 * What `z.toJSONSchema` makes of the definitions.
 *
 * @typedef {object} JsonSchema
 * @property {string | string[]} [type]
 * @property {Record<string, JsonSchema>} [properties]
 * @property {string[]} [required]
 * @property {JsonSchema} [items]
 * @property {JsonSchema[]} [anyOf]
 * @property {JsonSchema[]} [oneOf]
 * @property {unknown} [const]
 * @property {unknown[]} [enum]
 * @property {string} [description]
 * @property {number} [minimum]
 * @property {number} [maximum]
 */

export const referenceStart = '<!-- reference: written by `npm run generate` -->';
export const referenceEnd = '<!-- /reference -->';

/**
 * @param {Readonly<Record<string, readonly MessageDefinition[]>>} messagesByFeature
 * @param {Readonly<Record<string, number>>} errorNumbers
 * @returns {string} Markdown
 */
export function createProtocolReference(messagesByFeature, errorNumbers) {
  const sections = Object.entries(messagesByFeature).map(
    ([feature, messages]) => `### ${feature}\n\n${messages.map(describeMessage).join('\n')}`,
  );
  const numbers = Object.entries(errorNumbers).map(([code, number]) => `| ${number} | \`${code}\` |`);
  return [
    '## Messages\n',
    ...sections,
    '## Error numbers\n',
    '| Number | `data.code` |',
    '| --- | --- |',
    ...numbers,
    '',
  ].join('\n');
}

/** @param {string} page @param {string} reference */
export function withReference(page, reference) {
  const start = page.indexOf(referenceStart);
  const end = page.indexOf(referenceEnd);
  if (start < 0 || end < start) throw new Error('docs/protocol.md has no place for the reference.');
  return `${page.slice(0, start)}${referenceStart}\n\n${reference}\n${page.slice(end)}`;
}

/** @param {MessageDefinition} definition */
function describeMessage(definition) {
  const { kind, method, summary, params, example } = definition;
  const lines = [`#### \`${method}\` (${kind})\n`, `${summary}\n`, ...describeFields('Parameters', params)];
  if (definition.kind === 'request') {
    lines.push(...describeFields('Result', definition.result));
    if (definition.errors.length > 0) {
      lines.push(`Errors: ${definition.errors.map((code) => `\`${code}\``).join(', ')}.\n`);
    }
  }
  const result = definition.kind === 'request' ? { result: definition.example.result } : {};
  return [...lines, '```json', JSON.stringify({ method, params: example.params, ...result }), '```', ''].join(
    '\n',
  );
}

/** @param {string} title @param {z.ZodType} schema @returns {string[]} */
function describeFields(title, schema) {
  const rows = toRows(/** @type {JsonSchema} */ (z.toJSONSchema(schema, { io: 'input' })), '');
  if (rows.length === 0) return [`${title}: none.\n`];
  return [`| ${title} | Type | Meaning |`, '| --- | --- | --- |', ...rows, ''];
}

/** @param {JsonSchema} schema @param {string} prefix @returns {string[]} */
function toRows(schema, prefix) {
  const required = new Set(schema.required ?? []);
  return Object.entries(/** @type {Record<string, JsonSchema>} */ (schema.properties ?? {})).flatMap(
    ([name, field]) => {
      const { type, inner } = typeOf(field);
      const path = `${prefix}${name}`;
      const label = required.has(name) ? `\`${path}\`` : `\`${path}\` (optional)`;
      const row = `| ${label} | ${type} | ${cell(field.description ?? '')} |`;
      return [row, ...inner.flatMap(({ schema: part, suffix }) => toRows(part, `${path}${suffix}.`))];
    },
  );
}

/**
 * @param {JsonSchema} field
 * @returns {{ type: string, inner: { schema: JsonSchema, suffix: string }[] }} what it is called, and the objects in it
 */
function typeOf(field) {
  const alternatives = field.anyOf ?? field.oneOf;
  if (alternatives !== undefined) return typeOfOne(alternatives);
  if (field.const !== undefined) return { type: `\`${JSON.stringify(field.const)}\``, inner: [] };
  if (field.enum !== undefined) {
    return {
      type: field.enum.map((/** @type {unknown} */ value) => `\`${JSON.stringify(value)}\``).join(', '),
      inner: [],
    };
  }
  if (field.items !== undefined) {
    const item = typeOf(field.items);
    return {
      type: `list of ${item.type}`,
      inner: item.inner.map(({ schema, suffix }) => ({ schema, suffix: `[]${suffix}` })),
    };
  }
  if (field.type === 'object') return { type: 'object', inner: [{ schema: field, suffix: '' }] };
  return { type: `${[field.type].flat().join(' or ')}${rangeOf(field)}`, inner: [] };
}

/**
 * Of one of several objects the fields are named after its `kind`.
 *
 * @param {JsonSchema[]} alternatives
 * @returns {ReturnType<typeof typeOf>}
 */
function typeOfOne(alternatives) {
  const parts = alternatives.map((alternative) => ({
    ...typeOf(alternative),
    kind: alternative.properties?.['kind']?.const,
  }));
  return {
    type: parts.map(({ type }) => type).join(' or '),
    inner: parts.flatMap(({ inner, kind }) =>
      inner.map(({ schema, suffix }) => ({
        schema,
        suffix: kind === undefined ? suffix : `(${String(kind)})`,
      })),
    ),
  };
}

/** @param {JsonSchema} field */
function rangeOf({ minimum, maximum }) {
  const low = minimum === undefined || minimum <= -Number.MAX_SAFE_INTEGER ? null : minimum;
  const high = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? null : maximum;
  if (low !== null && high !== null) return `, ${low} to ${high}`;
  if (low !== null) return `, at least ${low}`;
  return high === null ? '' : `, at most ${high}`;
}

/** @param {string} text */
function cell(text) {
  return text.replaceAll('|', '\\|');
}
