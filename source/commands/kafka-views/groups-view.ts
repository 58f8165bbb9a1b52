import type { GroupRow } from '../../cluster/kafka/browser.ts';
import type { View, ViewRow } from '../../ui/views/view.ts';
import { groupView } from './group-view.ts';
import { everyMs, type KafkaContext, showCommand, toolsNote } from './kafka-context.ts';
import { PolledView } from './polled-view.ts';
import { numberText } from './size-text.ts';

/** `:groups` */
export function groupsView(context: KafkaContext): View {
  const { browser, commands, onUnexpected } = context;
  return new PolledView<GroupRow>({
    title: () => 'groups',
    command: () => commands.groups(),
    keys: 'kafka',
    actions: ['open', 'describe'],
    columns: [
      { name: 'GROUP' },
      { name: 'STATE' },
      { name: 'PROTOCOL' },
      { name: 'MEMBERS', align: 'right' },
      { name: 'LAG', align: 'right' },
      { name: 'COORDINATOR', align: 'right', extra: true },
    ],
    everyMs: everyMs(context),
    async read(signal) {
      const rows = await browser.groups(signal);
      context.seen.see(
        'groups',
        rows.map(({ id }) => id),
      );
      return { rows, ...toolsNote(context) };
    },
    row: ({ id, state, protocol, members, lag, coordinator }): ViewRow => {
      const emphasis = emphasisOf(state);
      return {
        id,
        cells: [
          id,
          state,
          protocol === '' ? '<none>' : protocol,
          String(members),
          numberText(lag),
          numberText(coordinator),
        ],
        ...(emphasis === undefined ? {} : { emphasis }),
      };
    },
    perform(action, group) {
      if (group === undefined)
        return { kind: 'message', text: 'There is no group here: no consumer has joined one yet.' };
      if (action === 'open') return { kind: 'view', view: groupView(context, group.id) };
      return showCommand(context, group.id, commands.groupMembers(group.id));
    },
    onUnexpected,
  });
}

function emphasisOf(state: string): ViewRow['emphasis'] {
  if (/Rebalance|Assigning|Reconciling/.test(state)) return 'waiting';
  return /Empty|Dead/.test(state) ? 'over' : undefined;
}
