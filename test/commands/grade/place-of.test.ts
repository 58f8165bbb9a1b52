import { expect, it } from 'vitest';
import { placeOf } from '../../../source/commands/grade/place-of.ts';

it.each([
  ['class/Ada/journal.jsonl', 'Ada'],
  ['class/Ada/sessions/20261123-090000-000/journal.jsonl', 'Ada'],
  ['class.zip/Ada.zip/journal.jsonl', 'Ada'],
  ['class/Ada.jsonl', 'Ada'],
  ['home/sessions/20261123-090000-000/journal.jsonl', 'home'],
  ['journal.jsonl', 'journal'],
])('of %s is %s', (path, place) => {
  expect(placeOf(path.split('/'))).toBe(place);
});
