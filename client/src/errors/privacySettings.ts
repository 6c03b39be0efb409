/** Where the system says which programs may use the microphone; null where it has no such place. */
export function privacySettings(platform: NodeJS.Platform): string | null {
  switch (platform) {
    case 'darwin':
      return 'x-apple.systempreferences:com.apple.preference.security?Privacy_Microphone';
    case 'win32':
      return 'ms-settings:privacy-microphone';
    default:
      return null;
  }
}
