import type { PartitionChoice, PartitionRow } from '../../cluster/kafka/browser.ts';
import type { View, ViewRow } from '../../ui/views/view.ts';
import { everyMs, type KafkaContext, showCommand, toolsNote } from './kafka-context.ts';
import { messagesView } from './messages-view.ts';
import { PolledView } from './polled-view.ts';
import { numberText, sizeText } from './size-text.ts';

/** The partitions of a topic, `:topics NAME`, or those that a broker leads. */
export function partitionsView(context: KafkaContext, which: PartitionChoice): View {
  const { browser, commands, onUnexpected } = context;
  const isOfTopic = 'topic' in which;
  return new PolledView<PartitionRow>({
    title: () => (isOfTopic ? `topic ${which.topic}` : `led by broker ${which.leader}`),
    command: () => (isOfTopic ? commands.topic(which.topic) : commands.topics()),
    keys: 'kafka',
    actions: ['open', 'describe', 'messages'],
    columns: [
      ...(isOfTopic ? [] : [{ name: 'TOPIC' }]),
      { name: 'PARTITION', align: 'right' },
      { name: 'LEADER', align: 'right' },
      { name: 'REPLICAS' },
      { name: 'ISR' },
      { name: 'FIRST', align: 'right' },
      { name: 'END', align: 'right' },
      { name: 'MESSAGES', align: 'right', extra: true },
      { name: 'SIZE', align: 'right' },
    ],
    everyMs: everyMs(context),
    read: async (signal) => ({ rows: await browser.partitions(which, signal), ...toolsNote(context) }),
    row: ({ topic, partition, leader, replicas, isr, start, end, size }): ViewRow => ({
      id: `${topic}-${partition}`,
      cells: [
        ...(isOfTopic ? [] : [topic]),
        String(partition),
        leader < 0 ? 'none' : String(leader),
        replicas.join(','),
        isr.join(','),
        numberText(start),
        numberText(end),
        numberText(start === undefined || end === undefined ? undefined : end - start),
        sizeText(size),
      ],
      ...(leader < 0 || isr.length < replicas.length ? { emphasis: 'bad' as const } : {}),
    }),
    perform(action, seen) {
      if (seen === undefined) return { kind: 'message', text: 'There is no partition here.' };
      const { topic, partition } = seen;
      if (action === 'describe') return showCommand(context, topic, commands.topic(topic));
      return { kind: 'view', view: messagesView(context, { topic, partition }) };
    },
    onUnexpected,
  });
}
