import { inSlices } from '../../../../bounds/lanes/pods.ts';
import { writeText } from '../../streams.ts';
import { linesOf } from '../tool/input.ts';
import { ToolError, tool, wholeNumber } from '../tool/tool.ts';

interface Row {
  readonly key: string;
  readonly fields: readonly string[];
}

const mostLines = 200_000;

/** `join [-1 FIELD] [-2 FIELD] [-j FIELD] [-t CHAR] [-a FILE] [-v FILE] [-e TEXT] [-o FORMAT] [-i] FILE1 FILE2`: lines with a field in common. */
export const join = tool(
  {
    options: [
      '1:',
      '2:',
      'j:',
      't:',
      'a:',
      'v:',
      'e:',
      'o:',
      'i|ignore-case',
      '|header',
      '|check-order',
      '|nocheck-order',
    ],
  },
  async (context, options, names) => {
    const [first, second] = names;
    if (first === undefined || second === undefined)
      throw new ToolError(first === undefined ? 'missing operand' : `missing operand after '${first}'`);
    if (names.length > 2) throw new ToolError(`extra operand '${names[2]}'`);
    const separator = options.value('t');
    if (separator !== undefined && separator.length > 1)
      throw new ToolError(`multi-character tab '${separator}'`);
    const field = (letter: string): number => {
      const text = options.value(letter) ?? options.value('j') ?? '1';
      const number = wholeNumber(text, 'invalid field number');
      if (number === 0) throw new ToolError(`invalid field number: '${text}'`);
      return number - 1;
    };
    const unpaired = [...options.all('a'), ...options.all('v')];
    const wrong = unpaired.find((text) => text !== '1' && text !== '2');
    if (wrong !== undefined) throw new ToolError(`invalid field number: '${wrong}'`);
    const fields = [field('1'), field('2')] as const;
    const read = async (name: string, number: number): Promise<Row[]> => {
      const rows: Row[] = [];
      let code = 0;
      for await (const { text } of linesOf(context, [name], {
        onFailure: () => {
          code = 1;
        },
      })) {
        if (rows.length >= mostLines) throw new ToolError('too many lines');
        const parts = separator === undefined ? (text.match(/\S+/g) ?? []) : text.split(separator);
        const key = parts[number] ?? '';
        rows.push({ key: options.has('i') ? key.toLowerCase() : key, fields: parts });
      }
      if (code !== 0) throw new Unreadable();
      return rows;
    };
    let left: Row[];
    let right: Row[];
    try {
      [left, right] = [await read(first, fields[0]), await read(second, fields[1])];
    } catch (error) {
      if (error instanceof Unreadable) return 1;
      throw error;
    }
    const shown = writer(fields, separator, options.value('e') ?? '', options.value('o'));
    const lines: string[] = [];
    const shows = (file: string): boolean => unpaired.includes(file);
    if (options.has('header') && left.length > 0 && right.length > 0)
      lines.push(shown(left.shift(), right.shift()));
    let [atLeft, atRight] = [0, 0];
    const steps = (function* () {
      while (atLeft < left.length || atRight < right.length) {
        const [one, other] = [left[atLeft], right[atRight]];
        const order = one === undefined ? 1 : other === undefined ? -1 : compare(one.key, other.key);
        if (order < 0) {
          if (shows('1')) lines.push(shown(one, undefined));
          atLeft++;
        } else if (order > 0) {
          if (shows('2')) lines.push(shown(undefined, other));
          atRight++;
        } else {
          const begin = atRight;
          const key = one!.key;
          for (; left[atLeft]?.key === key; atLeft++) {
            for (atRight = begin; right[atRight]?.key === key; atRight++) {
              if (!options.has('v')) lines.push(shown(left[atLeft], right[atRight]));
              if (lines.length > mostLines) throw new ToolError('too many lines');
              yield;
            }
          }
        }
        yield;
      }
    })();
    await inSlices(steps, () => undefined);
    for (const line of lines) await writeText(context.stdout, `${line}\n`, context.killed);
    return 0;
  },
);

/** A file could not be read, which was said. */
class Unreadable extends Error {}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** How a pair of lines is written: the field in common, and the others, or as `-o` says. */
function writer(
  [one, two]: readonly [number, number],
  separator: string | undefined,
  empty: string,
  format: string | undefined,
): (left: Row | undefined, right: Row | undefined) => string {
  const joiner = separator ?? ' ';
  const filled = (text: string | undefined): string => (text === undefined || text === '' ? empty : text);
  if (format !== undefined && format !== 'auto') {
    const parts = format.split(/[\s,]+/).map((part) => {
      const match = /^(?:0|([12])\.(\d{1,6}))$/.exec(part);
      if (match === null) throw new ToolError(`invalid field specifier: '${part}'`);
      return match;
    });
    return (left, right) =>
      parts
        .map(([, file, number]) => {
          if (file === undefined) return filled(left?.fields[one] ?? right?.fields[two]);
          return filled((file === '1' ? left : right)?.fields[Number(number) - 1]);
        })
        .join(joiner);
  }
  const others = (row: Row | undefined, field: number): readonly string[] =>
    row === undefined ? [] : row.fields.filter((_, index) => index !== field).map(filled);
  return (left, right) =>
    [filled(left?.fields[one] ?? right?.fields[two]), ...others(left, one), ...others(right, two)].join(
      joiner,
    );
}
