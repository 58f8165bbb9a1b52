import { LabError } from '../../errors/lab-error.ts';
import type { View } from '../../ui/views/view.ts';
import { brokersView } from './brokers-view.ts';
import { groupView } from './group-view.ts';
import { groupsView } from './groups-view.ts';
import type { KafkaContext } from './kafka-context.ts';
import { messagesView } from './messages-view.ts';
import { partitionsView } from './partitions-view.ts';
import { topicsView } from './topics-view.ts';
import type { KafkaViewName } from './view-names.ts';
import { znodesView } from './znodes-view.ts';

/** Opens a view by its name. @throws LabError: what follows the name is not what it takes */
export function openKafkaView(
  name: KafkaViewName,
  argument: string,
  context: KafkaContext,
  labTopic: string,
): View {
  const [first, second, ...rest] = argument.trim().split(/\s+/);
  switch (name) {
    case 'brokers':
      return first ? partitionsView(context, { leader: numberOf(first, 'broker') }) : brokersView(context);
    case 'topics':
      return first ? partitionsView(context, { topic: first }) : topicsView(context);
    case 'groups':
      return argument.trim() === '' ? groupsView(context) : groupView(context, argument.trim());
    case 'messages': {
      const isAll = second === undefined || second === 'all';
      const partition = isAll ? {} : { partition: numberOf(second, 'partition') };
      const place = rest.length === 0 ? {} : { place: rest.join(' ') };
      return messagesView(context, { topic: first || labTopic, ...partition, ...place });
    }
    case 'zk':
      return znodesView(context, pathOf(first ?? ''));
  }
}

function numberOf(text: string, what: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new LabError('usage', `\`${text}\` is no number of a ${what}`, { hint: 'they count from 0 on' });
}

/** `brokers/ids/` is `/brokers/ids`. */
const pathOf = (text: string): string => `/${text.split('/').filter(Boolean).join('/')}`;
