/**
 * The text of a manifest. A byte-order mark tells UTF-8 from UTF-16, as PowerShell and Notepad write it; without one it is UTF-8, as
 * kubectl takes it (unicode.BOMOverride in cli-runtime's FileVisitor).
 */
export function decodeManifest(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
