import type { MessagePage, MessageRow } from '../../cluster/kafka/browser.ts';
import type { Outcome, View, ViewAction } from '../../ui/views/view.ts';
import { type KafkaContext, toolsNote } from './kafka-context.ts';
import { messageDetail } from './message-detail.ts';
import { MessagePages, pageRows } from './message-pages.ts';
import { readPlace } from './message-place.ts';
import { MessageRows } from './message-rows.ts';
import { nextForm, type PayloadForm } from './payload-text.ts';
import { PolledView } from './polled-view.ts';
import { askToProduce } from './produce.ts';

export interface MessagesStart {
  readonly topic: string;
  readonly partition: number;
  readonly offset?: number;
  /** As it is typed for going there. */
  readonly place?: string;
}

/** How often the page is read again, ms: while it follows, after a search, else. */
const everyMs = { following: 500, found: 60_000, usual: 5_000, tools: 10_000 } as const;

/** `:messages TOPIC` */
export function messagesView(context: KafkaContext, start: MessagesStart): View {
  const { browser, commands, onUnexpected } = context;
  const { topic, partition, offset, place } = start;
  const first = offset === undefined ? readPlace(place ?? 'start', Date.now()) : { offset };
  const pages = new MessagePages(browser, { topic, partition, place: first });
  const rows = new MessageRows();
  let form: PayloadForm = 'text';
  /** What was read is shown in another form: nothing is asked of a broker. */
  let keepsPage = false;
  /** The page that was asked for is the one that was read. */
  let isRead = false;

  function perform(
    action: ViewAction,
    message: MessageRow | undefined,
    { refresh }: { readonly refresh: () => void },
  ): Outcome | Promise<Outcome> {
    const moved = (hasMoved: boolean, otherwise: string): Outcome => {
      if (!hasMoved) return { kind: 'message', text: otherwise };
      refresh();
      return { kind: 'other-rows' };
    };
    switch (action) {
      case 'open':
        return message === undefined
          ? { kind: 'message', text: 'There is no message here.' }
          : { kind: 'detail', detail: messageDetail(context, pages, message, form) };
      case 'next-page':
        return moved(pages.next(), 'This is the end of the partition.');
      case 'previous-page':
        return moved(pages.previous(), 'This is the start of the partition.');
      case 'next-partition':
        return moved(pages.turn(1), 'This is the last partition.');
      case 'previous-partition':
        return moved(pages.turn(-1), 'This is the first partition.');
      case 'form':
        form = nextForm[form];
        keepsPage = isRead;
        refresh();
        return { kind: 'nothing' };
      case 'follow':
        if (pages.follows) pages.go({ offset: pages.first });
        else pages.follow();
        return moved(true, '');
      case 'seek':
        return {
          kind: 'type',
          prompt: 'offset, start, end, or a time (14:30, -5m)',
          text: '',
          accept(text) {
            if (text.trim() === '') return { kind: 'nothing' };
            pages.go(readPlace(text, Date.now()));
            return moved(true, '');
          },
        };
      case 'find':
        return {
          kind: 'type',
          prompt: 'only messages that contain',
          text: pages.containing ?? '',
          accept(text) {
            pages.containing = text === '' ? undefined : text;
            pages.go({ offset: pages.first });
            return moved(true, '');
          },
        };
      case 'produce':
        return askToProduce(context, topic, refresh);
      default:
        return { kind: 'nothing' };
    }
  }

  return new PolledView<MessageRow>({
    title: () => `${topic}, partition ${pages.partition}`,
    command: () => commands.messages(topic, pages.partition, pages.first, pageRows),
    keys: 'messages',
    actions: [
      'open',
      'produce',
      'follow',
      'seek',
      'find',
      'form',
      'next-page',
      'previous-page',
      'next-partition',
      'previous-partition',
    ],
    columns: [
      { name: 'OFFSET', align: 'right' },
      { name: 'TIME' },
      { name: 'KEY' },
      { name: 'VALUE', main: true },
      { name: 'HEADERS', extra: true },
      { name: 'BYTES', align: 'right', extra: true },
    ],
    everyMs() {
      if (browser.usesTools) return everyMs.tools;
      if (pages.follows) return everyMs.following;
      return pages.containing === undefined ? everyMs.usual : everyMs.found;
    },
    async read(signal) {
      const kept = keepsPage ? pages.page : undefined;
      keepsPage = false;
      isRead = kept !== undefined;
      const page = kept ?? (await pages.read(signal));
      isRead ||= !signal.aborted;
      return {
        rows: pages.follows ? page.rows.toReversed() : page.rows,
        note: noteOf(page, pages, form, toolsNote(context).note),
        growsAtTop: pages.follows,
      };
    },
    row: (message) => rows.of(message, form),
    perform: (action, message, view) => perform(action, message, { refresh: () => view.refresh() }),
    onUnexpected,
  });
}

function noteOf(
  { start, end, rows, next, passedOver }: MessagePage,
  { follows, containing }: MessagePages,
  form: PayloadForm,
  tools: string | undefined,
): string {
  const [first, last] = [rows[0]?.offset, rows.at(-1)?.offset];
  const shown = first === undefined ? 'none' : `${first}–${last}`;
  const searched =
    containing === undefined ? '' : `with “${containing}”, ${passedOver + rows.length} searched`;
  const more = containing !== undefined && next < end ? 'more after' : '';
  const words = [
    `${shown} of ${start}–${Math.max(start, end - 1)}`,
    searched,
    more,
    follows ? 'following, newest first' : '',
    form === 'text' ? '' : form,
    tools ?? '',
  ];
  return words.filter(Boolean).join(', ');
}
