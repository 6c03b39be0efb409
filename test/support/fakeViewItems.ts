/** What rows of views are made of and carry, as VS Code's module has it. */
export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };

/** A row of a view; what else it is given it keeps. */
export class TreeItem {
  readonly label: string;
  readonly collapsibleState: number;
  accessibilityInformation?: { readonly label: string };
  constructor(label: string, collapsibleState = TreeItemCollapsibleState.None) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}

export class MarkdownString {
  readonly value: string;
  constructor(value: string) {
    this.value = value;
  }
}

export class DataTransferItem {
  readonly value: string;
  constructor(value: string) {
    this.value = value;
  }
  asString(): Promise<string> {
    return Promise.resolve(this.value);
  }
}
