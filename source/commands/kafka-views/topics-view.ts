import type { TopicRow } from '../../cluster/kafka/browser.ts';
import type { View, ViewRow } from '../../ui/views/view.ts';
import { everyMs, type KafkaContext, showCommand, toolsNote } from './kafka-context.ts';
import { messagesView } from './messages-view.ts';
import { partitionsView } from './partitions-view.ts';
import { PolledView } from './polled-view.ts';
import { numberText, sizeText } from './size-text.ts';

/** `:topics` */
export function topicsView(context: KafkaContext): View {
  const { browser, commands, onUnexpected } = context;
  return new PolledView<TopicRow>({
    title: () => 'topics',
    command: () => commands.topics(),
    keys: 'kafka',
    actions: ['open', 'describe', 'messages'],
    columns: [
      { name: 'TOPIC' },
      { name: 'PARTITIONS', align: 'right' },
      { name: 'REPLICAS', align: 'right' },
      { name: 'UNDER-REPL', align: 'right' },
      { name: 'NO-LEADER', align: 'right', extra: true },
      { name: 'MESSAGES', align: 'right' },
      { name: 'SIZE', align: 'right' },
    ],
    everyMs: everyMs(context),
    async read(signal) {
      const rows = await browser.topics(signal);
      context.seen.see(
        'topics',
        rows.map(({ name }) => name),
      );
      return { rows, ...toolsNote(context) };
    },
    row: (topic): ViewRow => ({
      id: topic.name,
      cells: [
        topic.name,
        String(topic.partitions),
        String(topic.replicas),
        String(topic.underReplicated),
        String(topic.leaderless),
        numberText(topic.messages),
        sizeText(topic.size),
      ],
      ...(topic.underReplicated > 0 || topic.leaderless > 0 ? { emphasis: 'bad' as const } : {}),
    }),
    perform(action, topic) {
      if (topic === undefined) return { kind: 'message', text: 'There is no topic here.' };
      if (action === 'open') return { kind: 'view', view: partitionsView(context, { topic: topic.name }) };
      if (action === 'messages') return { kind: 'view', view: messagesView(context, { topic: topic.name }) };
      return showCommand(context, topic.name, commands.topic(topic.name));
    },
    onUnexpected,
  });
}
