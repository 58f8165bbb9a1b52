import { LabError } from '../../errors/lab-error.ts';
import { readAllPartitions } from './all-partitions.ts';
import type { AllMessagesPage, AllMessagesQuestion, KafkaBrowser, MessagePage } from './browser.ts';

/** Each partition takes a Java program in a broker's pod. */
const mostPartitions = 8;

/** All partitions of a topic by the questions for one partition each. */
export async function browseAllWithTools(
  { partitions, messages }: Pick<KafkaBrowser, 'partitions' | 'messages'>,
  question: AllMessagesQuestion,
  signal: AbortSignal,
): Promise<AllMessagesPage> {
  const { topic, containing } = question;
  const rows = await partitions({ topic }, signal);
  if (rows.length > mostPartitions)
    throw new LabError('cluster', `the tools in the pods show one partition of \`${topic}\` at a time`, {
      hint: `type \`:messages ${topic} PARTITION\``,
    });
  const ranges = new Map(
    rows.flatMap(({ partition, start, end }) =>
      start === undefined || end === undefined ? [] : [[partition, { start, end }] as const],
    ),
  );
  const ask = (
    partition: number,
    from: { readonly offset: number } | { readonly before: number } | { readonly time: number },
    most: number,
  ): Promise<MessagePage> =>
    messages({ topic, partition, from, most, ...(containing === undefined ? {} : { containing }) }, signal);
  let passedOver = 0;
  const known = {
    topic,
    partitions: rows.length,
    ranges,
    async atTime(time: number) {
      const pages = [...ranges.keys()].map((partition) => ask(partition, { time }, 1));
      return new Map(
        (await Promise.all(pages)).flatMap(({ partition, rows: [row] }) =>
          row === undefined ? [] : [[partition, row.offset]],
        ),
      );
    },
  };
  const page = await readAllPartitions(known, question, (direction) => async (dry) => {
    const reads = dry.map(async (cursor) => {
      const { partition, at, limit } = cursor;
      const from = direction === 'forwards' ? { offset: at } : { before: at };
      const read = await ask(partition, from, question.most);
      passedOver += read.passedOver;
      cursor.waiting = direction === 'forwards' ? [...read.rows] : read.rows.toReversed();
      if (direction === 'forwards') cursor.at = read.next > at ? read.next : limit;
      else cursor.at = Math.max(limit, at - question.most);
    });
    await Promise.all(reads);
  });
  return { ...page, passedOver };
}
