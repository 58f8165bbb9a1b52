import type { ReactElement } from 'react';
import { safe } from '../../text/safe-text.ts';
import { matchRanges, type Pattern } from '../logs/pattern.ts';
import { withinTimeBox } from '../logs/time-box.ts';
import { plainText, Row, Text, type TextProps } from '../text/text.tsx';

type TextStyle = Omit<TextProps, 'children'>;

/** A row as it is, or its plain text with the matches marked where it has some. */
export function markedRow(row: ReactElement, pattern: Pattern): ReactElement {
  const text = plainText(row);
  if (rangesIn(text, pattern).length === 0) return row;
  return <Row key={row.key}>{matchedText(text, pattern)}</Row>;
}

/** The text, with what matches in inverse video; in a text that is inverse itself, the other way round. */
export function matchedText(text: string, pattern: Pattern | undefined, style: TextStyle = {}): ReactElement {
  const ranges = pattern === undefined ? [] : rangesIn(text, pattern);
  const parts: ReactElement[] = [];
  let at = 0;
  for (const { from, to } of ranges) {
    parts.push(<Text key={at} {...style}>{safe`${text.slice(at, from)}`}</Text>);
    parts.push(
      <Text key={`${from}!`} {...style} inverse={!style.inverse}>
        {safe`${text.slice(from, to)}`}
      </Text>,
    );
    at = to;
  }
  return (
    <Text>
      {parts}
      <Text key="rest" {...style}>
        {safe`${text.slice(at)}`}
      </Text>
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
