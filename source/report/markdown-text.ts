import { joinSafe, type SafeText, trusted, visible } from '../text/safe-text.ts';

/** Markdown that was made here, and may stand as it is. */
export class Markdown {
  readonly text: SafeText;
  constructor(text: SafeText) {
    this.text = text;
  }
}

type Piece = Markdown | string | number;

/** A template whose values are plain text on one line, all but those that are `Markdown` already. */
export function md(strings: TemplateStringsArray, ...values: readonly Piece[]): Markdown {
  return new Markdown(
    visible(
      strings.reduce((text, part, index) => {
        const value = values[index - 1]!;
        return `${text}${value instanceof Markdown ? value.text : plain(String(value)).text}${part}`;
      }),
    ),
  );
}

export const noMarkdown = new Markdown(trusted(''));

export function joinMarkdown(
  parts: readonly Markdown[],
  separator: '' | ' ' | ', ' | '; ' | '\n' | '<br>' = '',
): Markdown {
  const texts = parts.map((part) => part.text);
  return new Markdown(separator === '<br>' ? visible(texts.join(separator)) : joinSafe(texts, separator));
}

/** Text as a fenced block: the fence is longer than any run of backticks inside, so that nothing inside can end it. */
export function fenced(text: string, language: 'text' | 'console' | 'diff' = 'text'): Markdown {
  const fence = fenceFor(longestRun(text));
  return new Markdown(visible(`${fence}${language}\n${text}\n${fence}`));
}

/** The fence around a text with such a longest run of backticks. */
export function fenceFor(longest: number): SafeText {
  return visible('`'.repeat(Math.max(2, longest) + 1));
}

/** Text as an inline code span, by the same rule. */
export function code(text: string): Markdown {
  const oneLine = onOneLine(text);
  if (oneLine === '') return md`*nothing*`;
  if (!oneLine.includes('`')) return new Markdown(visible(`\`${oneLine}\``));
  const ticks = '`'.repeat(longestRun(oneLine) + 1);
  return new Markdown(visible(`${ticks} ${oneLine} ${ticks}`));
}

/**
 * Plain text on one line, in which no character means anything to Markdown or HTML; an address is no link (GitHub makes links of bare
 * ones), and nothing is a formula.
 */
export function plain(text: string): Markdown {
  const escaped = onOneLine(text)
    .replaceAll(/[\\`*_{}[\]<>#|~!$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('://', ':\\/\\/')
    .replaceAll(/\bwww\./gi, (found) => found.replace('.', '\\.'))
    .replaceAll(/(?<=\S)@(?=\S)/g, '\\@');
  return new Markdown(visible(escaped));
}

/** A path as the target of a link, in which no character ends it. */
export function linkTarget(path: string): Markdown {
  return new Markdown(
    visible(path.split('/').map(encodeURIComponent).join('/').replaceAll(/[()]/g, percentEncoded)),
  );
}

const percentEncoded = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/** Lines that someone wrote, as a quotation. */
export function quoted(text: string): Markdown {
  const lines = text.split('\n').map((line) => {
    // What begins a list, a rule or a heading elsewhere is text here.
    const escaped = plain(line)
      .text.replace(/^(\s*)([-+=])/, '$1\\$2')
      .replace(/^(\s*\d+)([.)])/, '$1\\$2');
    return visible(`> ${escaped}`.trimEnd());
  });
  return new Markdown(joinSafe(lines, '\n'));
}

function onOneLine(text: string): string {
  if (!text.includes('\n')) return text;
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').join(' ');
}

/** The longest run of backticks. */
export function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((length, run) => Math.max(length, run.length), 0);
}

/** `312` → `0.3 s`; `75000` → `1 min 15 s` */
export function duration(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
