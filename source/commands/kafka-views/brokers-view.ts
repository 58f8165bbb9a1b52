import type { BrokerRow } from '../../cluster/kafka/browser.ts';
import type { View, ViewRow } from '../../ui/views/view.ts';
import { everyMs, type KafkaContext, showCommand, toolsNote } from './kafka-context.ts';
import { partitionsView } from './partitions-view.ts';
import { PolledView } from './polled-view.ts';
import { numberText, sizeText } from './size-text.ts';

/** `:brokers` */
export function brokersView(context: KafkaContext): View {
  const { browser, commands, onUnexpected } = context;
  return new PolledView<BrokerRow>({
    title: () => 'brokers',
    command: () => commands.brokers(),
    keys: 'kafka',
    actions: ['open', 'describe'],
    columns: [
      { name: 'ID', align: 'right' },
      { name: 'HOST' },
      { name: 'CONTROLLER' },
      { name: 'LEADS', align: 'right' },
      { name: 'REPLICAS', align: 'right' },
      { name: 'OUT-OF-SYNC', align: 'right', extra: true },
      { name: 'SIZE', align: 'right' },
    ],
    everyMs: everyMs(context),
    read: async (signal) => ({ rows: await browser.brokers(signal), ...toolsNote(context) }),
    row: ({ id, host, port, isController, leaders, replicas, outOfSync, size }): ViewRow => ({
      id: String(id),
      cells: [
        String(id),
        `${host}:${port}`,
        isController === undefined ? numberText(undefined) : isController ? 'yes' : '',
        String(leaders),
        String(replicas),
        String(outOfSync),
        sizeText(size),
      ],
      ...(outOfSync > 0 ? { emphasis: 'bad' as const } : {}),
    }),
    perform(action, broker) {
      if (broker === undefined) return { kind: 'message', text: 'There is no broker here.' };
      if (action === 'open') return { kind: 'view', view: partitionsView(context, { leader: broker.id }) };
      return showCommand(context, `broker ${broker.id}`, commands.logDirs(broker.id));
    },
    onUnexpected,
  });
}
