import { createHash } from 'node:crypto';

/** Characters; short enough for a file name even with a suffix. */
const longest = 200;
const windowsDevice = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/**
 * A file or directory name that encodes any text, on every platform: `a/b:1` → `a%2Fb%3A1`. It is never `.` or
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
  if (name.length <= longest) return name;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return `${name.slice(0, longest - digest.length - 1)}-${digest}`;
}
