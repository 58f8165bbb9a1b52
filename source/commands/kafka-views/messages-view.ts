import type { MessageRow } from '../../cluster/kafka/browser.ts';
import type { Outcome, View, ViewAction } from '../../ui/views/view.ts';
import { AllPages } from './all-pages.ts';
import { type KafkaContext, toolsNote } from './kafka-context.ts';
import { messageDetail } from './message-detail.ts';
import { MessagePages } from './message-pages.ts';
import { readPlace, type TypedPlace } from './message-place.ts';
import { MessageRows } from './message-rows.ts';
import { words } from './note-words.ts';
import { nextForm, type PayloadForm } from './payload-text.ts';
import { PolledView } from './polled-view.ts';
import { askToProduce } from './produce.ts';

export interface MessagesStart {
  readonly topic: string;
  /** Undefined: all of them together. */
  readonly partition?: number;
  readonly offset?: number;
  /** As it is typed for going there. */
  readonly place?: string;
}

/** How often the page is read again, ms: while it follows, after a search, else. */
const everyMs = { following: 500, found: 60_000, usual: 5_000, tools: 10_000 } as const;

/** `:messages TOPIC`: all partitions in the order of time, or one of them. */
export function messagesView(context: KafkaContext, start: MessagesStart): View {
  const { browser, commands, onUnexpected } = context;
  const { topic, partition, offset, place } = start;
  const first = offset === undefined ? readPlace(place ?? 'start', Date.now()) : { offset };
  let pages: MessagePages | AllPages =
    partition === undefined
      ? new AllPages(browser, { topic, place: first })
      : new MessagePages(browser, { topic, partition, place: first });
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
          : { kind: 'detail', detail: messageDetail(context, topic, message, form) };
      case 'next-page':
        return moved(pages.next(), `This is the end of ${whole(pages)}.`);
      case 'previous-page':
        return moved(pages.previous(), `This is the start of ${whole(pages)}.`);
      case 'next-partition':
        if (pages instanceof MessagePages) return moved(pages.turn(1), 'This is the last partition.');
        pages = onePartition(pages, 0, pages.follows ? 'end' : 'start');
        return moved(true, '');
      case 'previous-partition':
        if (pages instanceof AllPages)
          return { kind: 'message', text: 'All partitions are here; the next one is partition 0.' };
        if (!pages.turn(-1)) pages = allPartitions(pages, 'start');
        return moved(true, '');
      case 'all-partitions':
        pages = turned(pages, message);
        return moved(true, '');
      case 'form':
        form = nextForm[form];
        keepsPage = isRead;
        refresh();
        return { kind: 'nothing' };
      case 'follow':
        if (pages.follows) pages.stay();
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
            pages.stay();
            return moved(true, '');
          },
        };
      case 'produce':
        return askToProduce(context, topic, refresh);
      default:
        return { kind: 'nothing' };
    }
  }

  /** The message's partition from it on; from one partition to all, at the time of the message. */
  function turned(from: MessagePages | AllPages, message: MessageRow | undefined): MessagePages | AllPages {
    if (from instanceof AllPages)
      return onePartition(
        from,
        message?.partition ?? 0,
        from.follows ? 'end' : message ? { offset: message.offset } : 'start',
      );
    return allPartitions(from, message?.time === undefined ? 'start' : { time: message.time });
  }

  function onePartition({ follows, containing }: AllPages, number: number, place: TypedPlace): MessagePages {
    const one = new MessagePages(browser, { topic, partition: number, place });
    if (follows) one.follow();
    one.containing = containing;
    return one;
  }

  function allPartitions({ follows, containing }: MessagePages, place: TypedPlace): AllPages {
    const all = new AllPages(browser, { topic, place, follows });
    all.containing = containing;
    return all;
  }

  return new PolledView<MessageRow>({
    title: () => pages.title,
    command: () => pages.command(commands),
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
      'all-partitions',
    ],
    columns: () => [
      ...(pages instanceof AllPages ? [{ name: 'PARTITION', align: 'right' as const }] : []),
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
      const read = pages;
      const kept = keepsPage ? read.rows : undefined;
      keepsPage = false;
      isRead = kept !== undefined;
      const page = kept ?? (await read.read(signal));
      isRead ||= !signal.aborted;
      const note = words(
        ...read.note(),
        read.follows ? 'following, newest first' : '',
        form === 'text' ? '' : form,
        toolsNote(context).note ?? '',
      );
      return {
        rows: read.follows ? page.toReversed() : page,
        note: note.join(', '),
        growsAtTop: read.follows,
      };
    },
    row: (message) => rows.of(message, form, Date.now(), pages instanceof AllPages),
    perform: (action, message, view) => perform(action, message, { refresh: () => view.refresh() }),
    onUnexpected,
  });
}

const whole = (pages: MessagePages | AllPages): string =>
  pages instanceof AllPages ? 'all partitions' : 'the partition';
