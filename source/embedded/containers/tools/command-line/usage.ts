import type { OptionSpec, OptionTable } from './options.ts';

/** As wide as the help of Kafka's tools. */
const overallWidth = 80;
const gap = 2;
const indent = 2;

/** The message, followed by the options and their descriptions in two columns. */
export function usageText(message: string, table: OptionTable<string>): string {
  const rows = Object.entries(table)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, spec]): [string, string] => [optionText(name, spec), helpText(spec)]);
  const all: [string, string][] = [['Option', 'Description'], ['------', '-----------'], ...rows];
  const longest = (column: 0 | 1) => Math.max(...all.map((row) => row[column].length));
  const left = Math.min(Math.floor((overallWidth - gap) / 2), longest(0));
  const right = Math.min(overallWidth - left - gap, longest(1));
  const lines = all.flatMap(([option, help]) => {
    const [options, helps] = [wrap(option, left), wrap(help, right)];
    return Array.from(
      { length: Math.max(options.length, helps.length) },
      (_, index) => `${(options[index] ?? '').padEnd(left + gap)}${(helps[index] ?? '').padEnd(right)}`,
    );
  });
  return `${[message, ...lines].join('\n')}\n`;
}

function optionText(name: string, { value, type, named }: OptionSpec): string {
  const flag = `--${name}`;
  if (value === 'none') return flag;
  const about = `${type ?? 'String'}${named === undefined ? '' : `: ${named}`}`;
  return value === 'optional' ? `${flag} [${about}]` : `${flag} <${about}>`;
}

function helpText({ help, initial }: OptionSpec): string {
  return initial === undefined ? help : `${help} (default: ${initial})`;
}

/** Breaks at spaces; further lines are indented. A word that is longer than a line is not broken. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
