import { expect, it } from 'vitest';
import { markdownToText } from '../../../source/lab/loading/markdown-text.ts';

const textOf = (markdown: string): string => markdownToText('a.md', markdown, 1);

it.each([
  ['paragraphs', 'one\ntwo\n\nthree', 'one two\n\nthree'],
  ['weight', '**a** and *b* and ~~c~~', 'a and b and c'],
  ['code', '`a < b` & c\n\n```sh\nx  y\n```', '`a < b` & c\n\nx  y'],
  ['lists', '1. a\n2. b `c`\n\n- d\n- e', '1. a\n2. b `c`\n\n• d\n• e'],
  [
    'links',
    '[Kafka](https://kafka.apache.org) <https://a.b>',
    'Kafka (https://kafka.apache.org) https://a.b',
  ],
  ['headings and quotes', '# A\n\n> b', 'A\n\nb'],
  [
    'expressions, whatever is in them',
    "{{ 'a*b*_c_' }} *d* {{ x < y ? '`' : '' }}",
    "{{ 'a*b*_c_' }} d {{ x < y ? '`' : '' }}",
  ],
  ['escapes', '\\_\\_consumer\\_offsets 3 * 4', '__consumer_offsets 3 * 4'],
])('converts %s to plain text', (_, markdown, text) => {
  expect(textOf(markdown)).toBe(text);
});

it.each(['<b>x</b>', '![x](y.png)', '| a |\n|---|\n| b |', 'a\n\n---'])('refuses %s', (markdown) => {
  expect(() => textOf(markdown)).toThrow('cannot be shown in a terminal');
});
