/**
 * The `contributes.configuration.properties` block of the manifest for the given settings.
 *
 * @param {Readonly<Record<string, import('../../protocol/settings.ts').SettingDefinition>>} definitions
 */
export function createConfigurationProperties(definitions) {
  return Object.fromEntries(
    Object.entries(definitions).map(([id, { type, default: value, scope, description }]) => [
      id,
      { type, default: value, scope, description },
    ]),
  );
}
