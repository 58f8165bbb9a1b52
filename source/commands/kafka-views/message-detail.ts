import type { MessageRow } from '../../cluster/kafka/browser.ts';
import type { Detail } from '../../ui/views/view.ts';
import type { KafkaContext } from './kafka-context.ts';
import { timeText } from './message-place.ts';
import { type PayloadForm, payloadLine, payloadLines } from './payload-text.ts';

/** All that is kept of a message, as a text to look at. */
export function messageDetail(
  { commands }: Pick<KafkaContext, 'commands'>,
  topic: string,
  message: MessageRow,
  form: PayloadForm,
): Detail {
  const content = { lines: linesOf(message, form), loaded: true, dropped: 0 };
  return {
    title: `${topic}, partition ${message.partition}, offset ${message.offset}`,
    command: commands.messages(topic, message.partition, message.offset, 1),
    follows: false,
    snapshot: () => content,
    subscribe: () => () => {},
    close: () => {},
  };
}

function linesOf({ offset, time, key, value, headers, unreadable }: MessageRow, form: PayloadForm): string[] {
  if (unreadable !== undefined)
    return [
      `Offsets ${offset} to ${unreadable.last} cannot be shown: they are`,
      `${unreadable.why}.`,
      '',
      'The command, which `c` copies, reads them with Kafka’s own tool.',
    ];
  return [
    `offset   ${offset}`,
    `time     ${timeText(time, 0)}`,
    `key      ${payloadLine(key, form)}`,
    ...headers.map((header) => `header   ${header.name}: ${payloadLine(header.value, form)}`),
    `value    ${value.size.toLocaleString('en')} ${value.size === 1 ? 'byte' : 'bytes'}`,
    '',
    ...payloadLines(value, form),
  ];
}
