/** By their ids; those of the workspace or a folder alone by `workspace` or its URI and their ids, with a space between. */
export const settings = new Map<string, unknown>();

/** What was read, and of which document; null: of the workspace. */
export const readOf = new Map<string, string | null | undefined>();

export const ConfigurationTarget = { Global: 1, Workspace: 2, WorkspaceFolder: 3 } as const;

const { Global, Workspace, WorkspaceFolder } = ConfigurationTarget;

/** As `workspace.getConfiguration`. */
export function getConfiguration(section = '', scope?: string | null): object {
  const places = [`${String(scope)} `, 'workspace ', ''] as const;
  const ofTarget = { [WorkspaceFolder]: places[0], [Workspace]: places[1], [Global]: places[2] };
  const nameOf = (key: string): string => (section === '' ? key : `${section}.${key}`);
  return {
    get(key: string, otherwise?: unknown) {
      const id = nameOf(key);
      readOf.set(id, scope);
      return (
        places.map((place) => settings.get(`${place}${id}`)).find((value) => value !== undefined) ?? otherwise
      );
    },
    inspect(key: string) {
      const [workspaceFolderValue, workspaceValue, globalValue] = places.map((place) =>
        settings.get(`${place}${nameOf(key)}`),
      );
      return { workspaceFolderValue, workspaceValue, globalValue };
    },
    update: (key: string, value: unknown, target: keyof typeof ofTarget) =>
      Promise.resolve(void settings.set(`${ofTarget[target]}${nameOf(key)}`, value)),
  };
}
