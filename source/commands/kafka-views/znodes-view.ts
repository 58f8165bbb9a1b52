import type { ZnodeRow } from '../../cluster/kafka/znodes.ts';
import { visible } from '../../text/safe-text.ts';
import type { Outcome, View, ViewRow } from '../../ui/views/view.ts';
import { type KafkaContext, showCommand } from './kafka-context.ts';
import { PolledView } from './polled-view.ts';
import { numberText } from './size-text.ts';

/** ZooKeeper's shell is a Java program, which takes a second. */
const readEveryMs = 5_000;

/** The children of a znode: `:zk PATH`. */
export function znodesView(context: KafkaContext, path: string): View {
  const { browser, commands, onUnexpected } = context;
  return new PolledView<ZnodeRow>({
    title: () => `zk ${path}`,
    command: () => commands.children(path),
    keys: 'kafka',
    actions: ['open', 'describe'],
    columns: [
      { name: 'NODE' },
      { name: 'CHILDREN', align: 'right' },
      { name: 'BYTES', align: 'right' },
      { name: 'VERSION', align: 'right' },
      { name: 'EPHEMERAL' },
    ],
    everyMs: () => readEveryMs,
    empty: 'It has no children. Enter shows what it holds.',
    async read(signal) {
      const rows = await browser.znodes(path, signal);
      context.seen.see(
        'zk',
        rows.map((node) => node.path),
      );
      return { rows };
    },
    row: ({ name, stat }): ViewRow => ({
      id: name,
      cells: [
        name,
        numberText(stat?.children),
        numberText(stat?.bytes),
        numberText(stat?.version),
        stat?.isEphemeral ? 'yes' : '',
      ],
    }),
    perform(action, node) {
      // Without children, the node itself is what there is to see.
      if (node === undefined) return showNode(context, path);
      const child = node.path;
      if (action === 'open' && node.stat?.children !== 0)
        return { kind: 'view', view: znodesView(context, child) };
      return showNode(context, child);
    },
    onUnexpected,
  });
}

/** What a node holds, by a command: no line that may be shown names a node with characters that are not shown. */
function showNode(context: KafkaContext, path: string): Outcome {
  if (visible(path) === path) return showCommand(context, path, context.commands.znode(path));
  return {
    kind: 'message',
    text: visible(`The name of \`${path}\` has characters that cannot be typed: no command shows it.`),
  };
}
