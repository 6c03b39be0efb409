/**
 * The `contributes.configuration.properties` block of the manifest for the given settings. Its texts are keys of
 * package.nls.json.
 *
 * @param {Readonly<Record<string, import('../../protocol/settings.ts').SettingDefinition>>} definitions
 */
export function createConfigurationProperties(definitions) {
  return Object.fromEntries(
    Object.entries(definitions).map(([id, { description, choices, ...schema }], order) => [
      id,
      {
        ...schema,
        order,
        markdownDescription: `%${keyOf(id)}%`,
        ...(choices !== undefined && {
          enum: Object.keys(choices),
          enumDescriptions: Object.keys(choices).map((choice) => `%${choiceKeyOf(id, choice)}%`),
        }),
      },
    ]),
  );
}

/**
 * The English texts of the settings, by their keys in package.nls.json.
 *
 * @param {Readonly<Record<string, import('../../protocol/settings.ts').SettingDefinition>>} definitions
 */
export function createSettingTexts(definitions) {
  return Object.fromEntries(
    Object.entries(definitions).flatMap(([id, { description, choices = {} }]) => [
      [keyOf(id), description],
      ...Object.entries(choices).map(([choice, text]) => [choiceKeyOf(id, choice), text]),
    ]),
  );
}

/** Of the keys in package.nls.json, which are generated. */
export function isSettingKey(/** @type {string} */ key) {
  return key.startsWith('setting.');
}

function keyOf(/** @type {string} */ id) {
  return `setting.${id}`;
}

function choiceKeyOf(/** @type {string} */ id, /** @type {string} */ choice) {
  return `${keyOf(id)}.${choice === '' ? 'automatic' : choice}`;
}
