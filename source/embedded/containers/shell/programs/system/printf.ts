import { nextTurn } from '../../../../bounds/lanes/pods.ts';
import { sharedSlice } from '../../../../bounds/slices.ts';
import { escaped } from '../../language/quote.ts';
import { writeText } from '../../streams.ts';
import { convert } from '../tool/format.ts';
import { complain, guarded } from '../tool/tool.ts';
import { unescaped } from '../tool/unescaped.ts';

/** A part of a format: plain text, an escape, or a conversion. */
const token =
  /%([-+ 0#]*)(\*|\d{1,15})?(?:\.(\*|\d{0,15}))?(\([^)]*\)T|[a-zA-Z%])|\\(?:c|[\s\S])[0-7xu\da-fA-F]{0,4}|[^%\\]+|[\s\S]/g;

/** How many characters are collected before they are written. */
const written = 16_384;

/** `printf FORMAT [ARGUMENT...]`; the format repeats while arguments are left. */
export const printf = guarded(async (context) => {
  const words = context.argv.slice(1);
  if (words[0] === '--') words.shift();
  const [format, ...values] = words;
  if (format === undefined) {
    await complain(context, 'usage: printf [-v var] format [arguments]');
    return 2;
  }
  const tokens = [...format.matchAll(token)];
  const problems: string[] = [];
  let output = '';
  let next = 0;
  const take = (): string => values[next++] ?? '';
  const flush = async (): Promise<void> => {
    await writeText(context.stdout, output, context.killed);
    output = '';
  };
  let ends = false;
  do {
    const before = next;
    for (const [text, flags = '', width, precision, letter] of tokens) {
      if (ends) break;
      if (output.length > written) await flush();
      if (letter === undefined) {
        const plain = unescaped(text, false);
        output += plain.text;
        ends = plain.ends;
        continue;
      }
      if (letter === '%') {
        output += '%';
        continue;
      }
      const length = width === '*' ? Number(take()) : Number(width ?? 0);
      const digits =
        precision === undefined ? undefined : Number(precision === '*' ? take() : precision || 0);
      const conversion = { flags, width: Number.isFinite(length) ? length : 0, precision: digits, letter };
      const asText = { ...conversion, letter: 's' };
      if (letter === 's') output += convert(conversion, take());
      else if (letter === 'b') {
        const escapes = unescaped(take(), true);
        output += convert(asText, escapes.text);
        ends = escapes.ends;
      } else if (letter === 'q') output += convert(asText, escaped(take()));
      else if (letter === 'c') output += convert(asText, [...take().slice(0, 2)][0] ?? '');
      else if ('diouxX'.includes(letter)) output += convert(conversion, wholeNumber(take(), problems));
      else if ('feEgGF'.includes(letter)) output += convert(conversion, realNumber(take(), problems));
      else {
        await flush();
        await complain(context, `\`${letter[0]}': invalid format character`);
        return 1;
      }
    }
    if (sharedSlice.isOver()) await nextTurn();
    // A format that takes no arguments is written once.
    if (next === before) break;
  } while (next < values.length && !ends && !context.killed.aborted);
  for (const problem of problems) await complain(context, problem);
  await flush();
  return problems.length === 0 ? 0 : 1;
});

function wholeNumber(text: string, problems: string[]): bigint | number {
  if (text === '') return 0;
  if (/^["']/.test(text)) return text.codePointAt(1) ?? 0;
  const match = /^\s*[-+]?(?:0[xX][\da-fA-F]{1,100}|\d{1,100})/.exec(text);
  if (match === null || match[0].length !== text.length) problems.push(`${text}: invalid number`);
  const digits = match?.[0].trim() ?? '0';
  const sign = digits.startsWith('-') ? -1n : 1n;
  const bare = digits.replace(/^[-+]/, '');
  return sign * BigInt(/^0[0-7]+$/.test(bare) ? `0o${bare.slice(1)}` : bare);
}

function realNumber(text: string, problems: string[]): number {
  if (text !== '' && Number.isNaN(Number(text))) problems.push(`${text}: invalid number`);
  return Number.parseFloat(text) || 0;
}
