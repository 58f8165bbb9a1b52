import { JavaError } from '../command-line/java-main.ts';

/** An offset that a group is to get. */
export interface PlannedOffset {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** Longer values are always in quotes (jackson-dataformat-csv). */
const longestPlain = 24;

/** `topic,partition,offset` lines for `--export`, with the group before them where there are several. */
export function offsetsAsCsv(plan: readonly PlannedOffset[], withGroup: boolean): string {
  return plan
    .map(({ group, topic, partition, offset }) =>
      [...(withGroup ? [quoted(group)] : []), quoted(topic), partition, offset].join(','),
    )
    .map((row) => `${row}\n`)
    .join('');
}

function quoted(text: string): string {
  return text.length > longestPlain || /[\0-,]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Reads such lines; `group` is whose they are where they name none. Throws JavaError. */
export function offsetsFromCsv(text: string, group: string | undefined): PlannedOffset[] {
  const lines = text.replace(/\n+$/, '').split('\n').map(fieldsOf);
  const isPlain = group !== undefined && lines[0]?.length === 3 && isNumber(lines[0][2]!);
  return lines.map((fields) => {
    const [owner, topic, partition, offset] = isPlain ? [group, ...fields] : fields;
    const isWhole = fields.length === (isPlain ? 3 : 4) && isNumber(partition!) && isNumber(offset!);
    if (!isWhole)
      throw new JavaError(
        'com.fasterxml.jackson.databind.exc.InvalidFormatException',
        `Cannot read a line of offsets: \`${fields.join(',')}\``,
      );
    return { group: owner!, topic: topic!, partition: Number(partition), offset: Number(offset) };
  });
}

function isNumber(text: string): boolean {
  return /^\s*-?\d{1,15}\s*$/.test(text);
}

function fieldsOf(line: string): string[] {
  const fields: string[] = [];
  for (const match of line.replace(/\r$/, '').matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g))
    fields.push(match[1] === undefined ? match[2]! : match[1].replaceAll('""', '"'));
  return fields;
}
