import type { MessageRow } from '../../cluster/kafka/browser.ts';
import type { ViewRow } from '../../ui/views/view.ts';
import { timeText } from './message-place.ts';
import { type PayloadForm, payloadLine } from './payload-text.ts';

interface Made {
  readonly form: PayloadForm;
  /** On which day: a time of today has no date. */
  readonly day: string;
  readonly withPartition: boolean;
  readonly row: ViewRow;
}

/** Makes the rows of messages. A message that is still on the page when it is read again has the row that it had. */
export class MessageRows {
  readonly #made = new WeakMap<MessageRow, Made>();
  #today = { from: Number.NaN, until: Number.NaN, day: '' };

  of(message: MessageRow, form: PayloadForm, now = Date.now(), withPartition = false): ViewRow {
    const day = this.#dayOf(now);
    const before = this.#made.get(message);
    const same = before?.form === form && before.day === day && before.withPartition === withPartition;
    if (before !== undefined && same) return before.row;
    const row = rowOf(message, form, withPartition, now);
    this.#made.set(message, { form, day, withPartition, row });
    return row;
  }

  /** Asked for five hundred rows at once: a second is exact enough. */
  #dayOf(now: number): string {
    if (!(now >= this.#today.from && now < this.#today.until))
      this.#today = { from: now, until: now + 1_000, day: new Date(now).toDateString() };
    return this.#today.day;
  }
}

function rowOf(
  { partition, offset, time, key, value, headers, unreadable }: MessageRow,
  form: PayloadForm,
  withPartition: boolean,
  now: number,
): ViewRow {
  const id = `${partition}-${offset}`;
  const place = withPartition ? [String(partition), String(offset)] : [String(offset)];
  if (unreadable !== undefined)
    return { id, cells: [...place, '<unknown>', '<unknown>', unreadable.why, '', ''], emphasis: 'over' };
  return {
    id,
    cells: [
      ...place,
      timeText(time, now),
      payloadLine(key, form),
      payloadLine(value, form),
      headers.map((header) => `${header.name}=${payloadLine(header.value, form)}`).join(' '),
      String(value.size),
    ],
  };
}
