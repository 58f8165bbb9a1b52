import type { ReactElement } from 'react';
import { safe } from '../../text/safe-text.ts';
import { matchRanges, type Pattern } from '../logs/pattern.ts';
import { withinTimeBox } from '../logs/time-box.ts';
import { plainText, Row, Text } from '../text/text.tsx';

/** A row as it is, or its plain text with the matches marked where it has some. */
export function markedRow(row: ReactElement, pattern: Pattern): ReactElement {
  const text = plainText(row);
  if (rangesIn(text, pattern).length === 0) return row;
  return <Row key={row.key}>{matchedText(text, pattern)}</Row>;
}

/** The text, with what matches in inverse video. */
export function matchedText(text: string, pattern: Pattern | undefined): ReactElement {
  const ranges = pattern === undefined ? [] : rangesIn(text, pattern);
  const parts: ReactElement[] = [];
  let at = 0;
  for (const { from, to } of ranges) {
    parts.push(<Text key={at}>{safe`${text.slice(at, from)}`}</Text>);
    parts.push(
      <Text key={`${from}!`} inverse>
        {safe`${text.slice(from, to)}`}
      </Text>,
    );
    at = to;
  }
  return (
    <Text>
      {parts}
      {safe`${text.slice(at)}`}
    </Text>
  );
}

function rangesIn(text: string, pattern: Pattern) {
  return withinTimeBox(
    pattern,
    () => matchRanges(pattern, text),
    () => [],
  );
}
