/** What Linux, macOS and NTFS allow for one name, in bytes. */
const longestName = 255;

const windowsCharacters = /[<>:"\\|?*\p{Cc}]/u;
const windowsDevice = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$/i;

/**
 * Why `name` cannot be the name of one file in a directory; undefined if it can. Windows reads `a\b`, `C:x`, `nul` and `.. ` as
 * something else than a name, so they are names on other platforms only.
 */
export function fileNameProblem(
  name: string,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  if (name === '') return 'is empty';
  if (name === '.' || name === '..') return 'names a directory, not something in it';
  if (/[/\0]/.test(name)) return 'has a slash or a NUL';
  if (Buffer.byteLength(name) > longestName) return `is longer than ${longestName} bytes`;
  if (platform !== 'win32') return undefined;
  if (windowsCharacters.test(name)) return 'has a character that Windows does not allow in names';
  if (/[. ]$/.test(name)) return 'ends with a dot or a space, which Windows drops';
  return windowsDevice.test(name) ? 'is the name of a device on Windows' : undefined;
}
