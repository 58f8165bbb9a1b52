import { expect, it } from 'vitest';
import { trusted } from '../../../source/text/safe-text.ts';
import { markedRow } from '../../../source/ui/files/matched-text.tsx';
import { parsePattern } from '../../../source/ui/logs/pattern.ts';
import { plainText, Row, Text } from '../../../source/ui/text/text.tsx';

const row = (
  <Row key="a">
    <Text bold>{trusted('✔ ')}</Text>
    {trusted('one two one')}
  </Row>
);

it('leaves a row without a match unchanged, with its colours', () => {
  expect(markedRow(row, parsePattern('three'))).toBe(row);
});

it('marks every match in a row, and does not change its text', () => {
  const marked = markedRow(row, parsePattern('one'));
  expect(marked).not.toBe(row);
  expect(plainText(marked)).toBe(plainText(row));
  expect(marked.key).toBe('a');
});
