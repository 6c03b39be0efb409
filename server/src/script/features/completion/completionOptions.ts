export interface CompletionOptions {
  /** Whether the client knows snippets. */
  readonly hasSnippets: boolean;
  /** Sound files, as a script would name them. Asked only where one is wanted. */
  soundFiles(): readonly string[];
}
