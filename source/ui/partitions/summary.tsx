import type { ReactElement } from 'react';
import type { TallySeen } from '../../lab/model/observations.ts';
import { type SafeText, safe, trusted } from '../../text/safe-text.ts';
import { joinFitting } from '../text/join.tsx';
import { Row, Text } from '../text/text.tsx';
import { percent, thousands } from '../theme/numbers.ts';
import { sparkline } from './sparkline.ts';

export interface PartitionViewOptions {
  readonly columns: number;
  /** Rows for the partitions themselves, without the summary. */
  readonly maxRows: number;
  readonly producedPerSecond: number;
  readonly receivedPerSecond: number;
  /** The rates of the last minute, if they are to be drawn. */
  readonly rates?: { readonly produced: readonly number[]; readonly received: readonly number[] };
  readonly swapping: boolean;
}

/** The share received as a number, and how fast it changes. */
export function summaryRow(tally: TallySeen, options: PartitionViewOptions): ReactElement {
  const isUnread = tally.estimated !== true && hasNothingToRead(tally);
  const isKept = (isUnread || (tally.consumer === 'none' && tally.window === 0)) && !options.swapping;
  const parts = isKept ? keptParts(tally, options) : receivedParts(tally, options);
  return (
    <Row key="summary">
      {trusted(' ')}
      {joinFitting(parts, options.columns - 1, 3)}
    </Row>
  );
}

function receivedParts(tally: TallySeen, options: PartitionViewOptions): (SafeText | ReactElement)[] {
  const duplicates = tally.partitions.reduce((sum, one) => sum + one.duplicates, 0);
  const share = (
    <Text key="share">
      {tally.estimated === true ? trusted('received about ') : trusted('received ')}
      <Text bold>{safe`${percent(tally.share)}`}</Text>
      {safe` of ${thousands(tally.window)}`}
    </Text>
  );
  const twice = (
    <Text key="twice" bold colour="red">
      {safe`${thousands(duplicates)} twice`}
    </Text>
  );
  const swapping = (
    <Text key="swapping" bold>
      {trusted('swapping the consumer…')}
    </Text>
  );
  return [
    // Before the first message nothing is known of a share.
    ...(tally.window > 0 ? [share] : []),
    ...(tally.window > 0 && duplicates > 0 ? [twice] : []),
    options.swapping ? swapping : consumerName(tally),
    ...(tally.estimated === true && tally.window > 0 ? [trusted('estimated')] : []),
    rate('in', options.producedPerSecond, options.rates?.produced, options.columns),
    rate('out', options.receivedPerSecond, options.rates?.received, options.columns),
    ...(tally.settled ? [trusted('settled')] : []),
  ];
}

/** The topic has messages, and none of them came since the consumer started. */
export function hasNothingToRead({ window, partitions }: TallySeen): boolean {
  return window === 0 && partitions.some(({ endOffset }) => endOffset > 0);
}

/** What nobody is to read stays in the topic. */
function keptParts(tally: TallySeen, options: PartitionViewOptions): (SafeText | ReactElement)[] {
  const kept = tally.partitions.reduce((sum, one) => sum + one.endOffset, 0);
  return [
    tally.consumer === 'none' ? trusted('no consumer') : consumerName(tally),
    <Text key="kept">
      {trusted('the topic keeps ')}
      <Text bold>{safe`${thousands(kept)}`}</Text>
      {trusted(' messages')}
    </Text>,
    rate('in', options.producedPerSecond, options.rates?.produced, options.columns),
  ];
}

/** `in 498/s ▁▃▇▇`; the curve only if it fits. */
function rate(name: string, now: number, rates: readonly number[] | undefined, columns: number): SafeText {
  const cells = columns >= 150 ? 30 : columns >= 100 ? 12 : 0;
  const curve = rates?.some((one) => one > 0) ? sparkline(rates, cells) : '';
  return safe`${name} ${thousands(now)}/s${curve === '' ? '' : ` ${curve}`}`;
}

function consumerName({ consumer, estimated, committed }: TallySeen): SafeText {
  // Without a group, its log says that it reads more than partition 0.
  if (estimated === true && consumer === 'group' && committed?.some((offset) => offset >= 0) !== true)
    return trusted('consumer: all partitions');
  if (consumer === 'partition') return trusted('consumer: partition 0 only');
  return consumer === 'group' ? trusted('consumer: group') : trusted('consumer: none');
}
