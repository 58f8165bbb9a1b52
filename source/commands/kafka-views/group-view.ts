import type { GroupPartitionRow } from '../../cluster/kafka/browser.ts';
import type { View, ViewRow } from '../../ui/views/view.ts';
import { everyMs, type KafkaContext, showCommand, toolsNote } from './kafka-context.ts';
import { messagesView } from './messages-view.ts';
import { PolledView } from './polled-view.ts';

interface SeenPartition extends GroupPartitionRow {
  /** The lag of all partitions that its owner has. */
  readonly ownersLag: number | undefined;
}

function withOwnersLag(rows: readonly GroupPartitionRow[]): SeenPartition[] {
  const sums = new Map<string, number>();
  for (const { member, lag = 0 } of rows)
    if (member !== undefined) sums.set(member, (sums.get(member) ?? 0) + lag);
  return rows.map((row) => ({
    ...row,
    ownersLag: row.member === undefined ? undefined : sums.get(row.member),
  }));
}

/** The members of a group, and its lag by partition: `:groups ID`. */
export function groupView(context: KafkaContext, id: string): View {
  const { browser, commands, onUnexpected } = context;
  return new PolledView<SeenPartition>({
    title: () => `group ${id}`,
    command: () => commands.group(id),
    keys: 'kafka',
    actions: ['open', 'describe', 'messages'],
    columns: [
      { name: 'TOPIC' },
      { name: 'PARTITION', align: 'right' },
      { name: 'COMMITTED', align: 'right' },
      { name: 'END', align: 'right' },
      { name: 'LAG', align: 'right' },
      { name: 'OWNER', keepsEnd: true },
      { name: 'OWNER-LAG', align: 'right' },
      { name: 'HOST', extra: true },
      { name: 'MEMBER', extra: true },
      { name: 'CLIENT', extra: true },
    ],
    everyMs: everyMs(context),
    async read(signal) {
      const { group, rows } = await browser.group(id, signal);
      const counted = `${group.members} ${group.members === 1 ? 'member' : 'members'}`;
      const words = [group.state, group.protocol, counted, toolsNote(context).note];
      return {
        rows: withOwnersLag(rows),
        note: words.filter((word) => word !== undefined && word !== '').join(', '),
      };
    },
    row: ({ topic, partition, committed, end, lag, member, host, pod, clientId, ownersLag }): ViewRow => ({
      id: partition === undefined ? `member ${member}` : `${topic}-${partition}`,
      cells: [
        topic ?? '<none>',
        ...[partition, committed, end, lag].map((number) =>
          number === undefined ? '<none>' : String(number),
        ),
        pod ?? member ?? '<none>',
        ownersLag === undefined ? '<none>' : String(ownersLag),
        host ?? '<none>',
        member ?? '<none>',
        clientId ?? '<none>',
      ],
      ...(member === undefined ? { emphasis: 'waiting' as const } : {}),
    }),
    perform(action, seen) {
      if (action === 'describe') return showCommand(context, id, commands.groupMembers(id));
      if (seen?.topic === undefined || seen.partition === undefined)
        return { kind: 'message', text: 'No partition is assigned to this member.' };
      const { topic, partition, committed } = seen;
      const from = committed === undefined ? {} : { offset: committed };
      return { kind: 'view', view: messagesView(context, { topic, partition, ...from }) };
    },
    onUnexpected,
  });
}
