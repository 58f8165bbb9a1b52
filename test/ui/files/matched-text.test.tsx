import type { ReactElement } from 'react';
import { expect, it } from 'vitest';
import { trusted } from '../../../source/text/safe-text.ts';
import { markedRow, matchedText } from '../../../source/ui/files/matched-text.tsx';
import { parsePattern } from '../../../source/ui/logs/pattern.ts';
import { plainText, Row, Text, type TextProps } from '../../../source/ui/text/text.tsx';

const row = (
  <Row key="a">
    <Text bold>{trusted('✔ ')}</Text>
    {trusted('one two one')}
  </Row>
);

it('leaves a row without a match unchanged, with its colours', () => {
  expect(markedRow(row, parsePattern('three'))).toBe(row);
});

it('marks a match in an inverse text by not inverting it, in the colour of the text', () => {
  const { children } = matchedText('kafka-0', parsePattern('fka'), { inverse: true, colour: 'red' })
    .props as {
    readonly children: readonly [readonly ReactElement<TextProps>[], ReactElement<TextProps>];
  };
  const parts = [...children[0], children[1]].map(({ props }) => [
    plainText(props.children),
    props.inverse,
    props.colour,
  ]);
  expect(parts).toEqual([
    ['ka', true, 'red'],
    ['fka', false, 'red'],
    ['-0', true, 'red'],
  ]);
});

it('marks every match in a row, and does not change its text', () => {
  const marked = markedRow(row, parsePattern('one'));
  expect(marked).not.toBe(row);
  expect(plainText(marked)).toBe(plainText(row));
  expect(marked.key).toBe('a');
});
