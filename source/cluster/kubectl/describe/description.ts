import { lastAppliedAnnotation } from '../../../kubernetes-values/well-known-names.ts';
import { type SafeText, visible } from '../../../text/safe-text.ts';
import { describeLayout, layOut } from '../output/tab-writer.ts';

/**
 * Lines of a description, hostile characters in them written out as kubectl writes ESC and `\r`: two spaces a level, `Name:` and its value with a tab between them, aligned at the end.
 */
export class Description {
  readonly #lines: SafeText[] = [];

  line(level: number, text: string): void {
    for (const line of text.split('\n')) this.#lines.push(visible(`${'  '.repeat(level)}${line}`));
  }

  field(level: number, name: string, value: unknown): void {
    this.line(level, `${name}:\t${String(value ?? '')}`);
  }

  /** A map with one pair a line, the first beside the name; `<none>` where it is empty. */
  map(level: number, name: string, map: Readonly<Record<string, string>> | undefined, separator = '='): void {
    const entries = Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    if (entries.length === 0) this.field(level, name, '<none>');
    entries.forEach(([key, value], index) => {
      const text = visible(`${key}${separator}${value}`.replaceAll('\n', ' ')).trimEnd();
      this.line(
        index === 0 ? level : 0,
        index === 0 ? `${name}:\t${text}` : `${'  '.repeat(level)}\t${text}`,
      );
    });
  }

  toString(): SafeText {
    return layOut(this.#lines, describeLayout);
  }
}

/** RFC 1123 with a numeric zone, as kubectl prints times: `Mon, 02 Jan 2006 15:04:05 -0700`. */
export function longTime(time: string | undefined): string {
  const at = time === undefined ? Number.NaN : Date.parse(time);
  if (Number.isNaN(at)) return '<unset>';
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const zone = zoneOffset(-date.getTimezoneOffset());
  return `${days[date.getDay()]}, ${two(date.getDate())} ${months[date.getMonth()]} ${date.getFullYear()} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())} ${zone}`;
}

/** As Go prints a time: `2006-01-02 15:04:05 -0700 MST`. */
export function goTime(time: string | undefined): string {
  const at = time === undefined ? Number.NaN : Date.parse(time);
  if (Number.isNaN(at)) return '<nil>';
  const date = new Date(at);
  const offset = -date.getTimezoneOffset();
  const local = new Date(at + offset * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  const zone = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' })
    .formatToParts(date)
    .find(({ type }) => type === 'timeZoneName');
  return `${local} ${zoneOffset(offset)} ${zone?.value ?? ''}`;
}

/** `+0530` */
function zoneOffset(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const distance = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(distance / 60))}${two(distance % 60)}`;
}

/** Annotations that kubectl shows: the last-applied one is its own. */
export function shownAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
): Record<string, string> {
  const { [lastAppliedAnnotation]: _, ...rest } = annotations ?? {};
  return rest;
}

interface DescribedMetadata {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/** What most descriptions begin with. */
export function describeMetadata(out: Description, metadata: DescribedMetadata): void {
  out.field(0, 'Name', metadata.name);
  if (metadata.namespace !== undefined) out.field(0, 'Namespace', metadata.namespace);
  out.map(0, 'Labels', metadata.labels);
  out.map(0, 'Annotations', shownAnnotations(metadata.annotations), ': ');
}
