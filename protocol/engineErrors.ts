/** What any request that needs an engine may be answered with. */
export const engineErrors = [
  'modelNotInstalled',
  'modelCorrupt',
  'busy',
  'engineFailed',
  'outOfMemory',
] as const;
