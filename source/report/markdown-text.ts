/** Text as a fenced block: the fence is longer than any run of backticks inside, so that nothing inside can end it. */
export function fenced(text: string, language = 'text'): string {
  const longest = (text.match(/`+/g) ?? []).reduce((length, run) => Math.max(length, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** Text as an inline code span, by the same rule. */
export function code(text: string): string {
  const oneLine = text.replaceAll(/\s*\n\s*/g, ' ');
  if (!oneLine.includes('`')) return `\`${oneLine}\``;
  const longest = (oneLine.match(/`+/g) ?? []).reduce((length, run) => Math.max(length, run.length), 0);
  const ticks = '`'.repeat(longest + 1);
  return `${ticks} ${oneLine} ${ticks}`;
}

/** Plain text in which no character means anything to Markdown or HTML. */
export function plain(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#|~!]/g, '\\$&').replaceAll('&', '&amp;');
}

/** Lines that someone wrote, as a quotation. */
export function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${plain(line)}`.trimEnd())
    .join('\n');
}

/** `312` → `0.3 s`; `75000` → `1 min 15 s` */
export function duration(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
