import { expect, it } from 'vitest';
import { SplitBrackets } from '../../../source/ui/keys/split-brackets.ts';

const [start, end] = ['\u001b[200~', '\u001b[201~'];
const taken = (...pieces: string[]): string[] => {
  const brackets = new SplitBrackets();
  return pieces.flatMap((piece) => brackets.take(piece));
};

it.each([1, 2, 3, 4, 5])('typed a paste whose bracket was split after %i characters', (at) => {
  const [first, second] = [start.slice(0, at), `${start.slice(at)}echo hi`];
  const read = taken(first, second, `${end.slice(0, at)}`, end.slice(at));
  // An escape alone cannot be told from the key.
  const escapes = at === 1 ? ['\u001b'] : [];
  expect(read).toEqual([...escapes, start, 'echo hi', ...escapes, end]);
});

it('puts together a bracket that came in many pieces', () => {
  expect(taken('\u001b[', '2', '0', '0~x')).toEqual([start, 'x']);
});

it('leaves keys alone, and what only begins like a bracket', () => {
  const keys = ['a', '\u001b', '[', '\u001b[A', '\u001b[2~', '\u001b\u001b'];
  expect(taken(...keys)).toEqual(keys);
  expect(taken('\u001b[20', 'x')).toEqual(['\u001b[20', 'x']);
});
