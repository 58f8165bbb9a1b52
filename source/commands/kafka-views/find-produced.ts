import type { KafkaBrowser, MessageRow } from '../../cluster/kafka/browser.ts';
import { ifExpected } from '../../errors/expected-failure.ts';
import { visible } from '../../text/safe-text.ts';

/** A message that was published is looked for in no more partitions, and for no longer, in ms. */
const mostPartitions = 64;
const withinMs = 3_000;
/** Of a partition, so many messages from where it ended before. */
const mostMessages = 500;

/** Where partitions end: the offset after the last one, by partition. */
export type PartitionEnds = ReadonlyMap<number, number>;

/** Undefined where that cannot be told, or takes longer than a learner would wait. */
export async function partitionEnds(
  browser: KafkaBrowser,
  topic: string,
): Promise<PartitionEnds | undefined> {
  // The tools in the pods are Java programs.
  if (browser.usesTools) return undefined;
  const asked = browser.partitions({ topic }, AbortSignal.timeout(withinMs));
  const rows = await asked.catch(ifExpected(undefined));
  return rows && new Map(rows.flatMap(({ partition, end }) => (end === undefined ? [] : [[partition, end]])));
}

/**
 * Where the message is that was published since the partitions ended at `before`. Its key is empty if it has none. Undefined if it was
 * not found, or if another one says the same.
 */
export async function findProduced(
  browser: KafkaBrowser,
  topic: string,
  before: PartitionEnds,
  { key, value }: { readonly key: string; readonly value: string },
): Promise<{ readonly partition: number; readonly offset: number } | undefined> {
  const now = await partitionEnds(browser, topic);
  const grown = [...(now ?? [])].filter(([partition, end]) => end > (before.get(partition) ?? end));
  if (grown.length > mostPartitions) return undefined;
  const signal = AbortSignal.timeout(withinMs);
  const isIt = (row: MessageRow): boolean =>
    row.value.text === visible(value) &&
    (key === '' ? row.key.kind === 'null' : row.key.text === visible(key));
  const found: { partition: number; offset: number }[] = [];
  for (const [partition] of grown) {
    const from = { offset: before.get(partition) ?? 0 };
    const containing = value === '' ? key : value;
    const page = await browser
      .messages(
        { topic, partition, from, most: mostMessages, ...(containing === '' ? {} : { containing }) },
        signal,
      )
      .catch(ifExpected(undefined));
    if (page === undefined) return undefined;
    found.push(...page.rows.filter(isIt).map(({ offset }) => ({ partition, offset })));
  }
  return found.length === 1 ? found[0] : undefined;
}
