import { expect, it } from 'vitest';
import { decodeManifest } from '../../../source/manifests/reading/decode-manifest.ts';

const text = 'kind: List\nname: "größer 🙂"\n';
const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');

it.each([
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a byte-order mark', Buffer.from(`\ufeff${text}`)],
  ['UTF-16, little end first', utf16],
  ['UTF-16, big end first', Buffer.from(utf16).swap16()],
])('reads %s', (_what, bytes) => {
  expect(decodeManifest(bytes)).toBe(text);
});

it('replaces invalid UTF-8', () => {
  expect(decodeManifest(Buffer.from([0x61, 0xff, 0x62]))).toBe('a\ufffdb');
  expect(decodeManifest(Buffer.alloc(0))).toBe('');
});
