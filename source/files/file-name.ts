import { createHash } from 'node:crypto';

/** What Linux, macOS and NTFS allow for one name, in bytes. */
const longestName = 255;
/** Characters of a name that is made up: with a suffix it is still less than `longestName`. */
const longestMadeUp = 200;

const windowsCharacters = /[<>:"\\|?*\p{Cc}]/u;
/** The names of devices, which Windows finds in every directory, with any extension. Only their first letter need be changed. */
const windowsDevice = /^(?:con(?:in\$|out\$)?|prn|aux|nul|(?:com|lpt)[\d¹²³])(?= *(?:\.|$))/i;

/**
 * Why `name` cannot be the name of one file in a directory; undefined if it can. Windows reads `a\b`, `C:x`, `nul` and `.. ` as
 * something other than a name, so they are names on other platforms only.
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

/**
 * A name for one file or directory that stands for a text of any kind, on every platform: `a/b:1` → `a%2Fb%3A1`. It is never `.` or
 * `..`, and has no separator. Equal texts have equal names; a text that is too long for a name is known by its digest.
 */
export function fileNameFor(text: string): string {
  // Half of a surrogate pair, which cannot be encoded, becomes U+FFFD.
  const name = encodeURIComponent(Buffer.from(text).toString('utf8'))
    .replaceAll('*', '%2A')
    .replace(/^\.+|\.$/g, (dots) => '%2E'.repeat(dots.length))
    .replace(
      windowsDevice,
      (device) => `%${device.charCodeAt(0).toString(16).toUpperCase()}${device.slice(1)}`,
    )
    .replace(/^$/, '%');
  if (name.length <= longestMadeUp) return name;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return `${name.slice(0, longestMadeUp - digest.length - 1)}-${digest}`;
}
