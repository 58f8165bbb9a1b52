import { expect, it } from 'vitest';
import { isTextOrKey } from '../../../source/ui/keys/key-sequences.ts';

it.each([
  'a',
  'line\none',
  '\u001b',
  '\u001bb',
  '\u001b[',
  '\u001b[A',
  '\u001bOP',
  '\u001b[1;5C',
  '\u001b[5~',
  '\u001b[3;5~',
])('%j is text or a key', (piece) => expect(isTextOrKey(piece)).toBe(true));

it.each([
  '\u001b[Z',
  '\u001b[200~',
  '\u001b[201~',
  '\u001b[97;5u',
  '\u001b[15~',
  '\u001b\u001b[A',
  '\u001b[[5~',
])('%j is a key', (piece) => expect(isTextOrKey(piece)).toBe(true));

it.each([
  '\u001b[31m',
  '\u001b[0m',
  '\u001b[1;5P',
  '\u001b[38;5;1m',
  '\u001b[2J',
  '\u001b[99;5~',
  '\u001b[<0;1;1M',
  '\u001b[?1;2c',
])('%j is neither', (piece) => expect(isTextOrKey(piece)).toBe(false));
