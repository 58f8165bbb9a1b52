import { quoteForShell } from '../../text/quote-for-shell.ts';
import { joinSafe, type SafeText, safe, trusted } from '../../text/safe-text.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const columns = 80;

/** A command line of this program as typed, each word quoted if a shell needs it. */
export function typedCommand(words: readonly string[], environment: Environment = process.env): SafeText {
  return joinSafe(typedWords(words, environment), ' ');
}

/** npx puts `kafka-lab` on its own PATH only, so the user's shell finds it only through npx. */
function typedWords(words: readonly string[], environment: Environment): SafeText[] {
  const isNpx = environment.npm_lifecycle_event === 'npx' && environment.npm_command === 'exec';
  return [trusted(isNpx ? 'npx kafka-lab' : 'kafka-lab'), ...words.map(quoteForShell)];
}

/**
 * A label and a command line within 80 columns: a longer line is continued with a backslash between two
 * words.
 */
export function labelledCommand(
  label: SafeText,
  words: readonly string[],
  environment: Environment = process.env,
): SafeText {
  const indent = ' '.repeat(label.length);
  const [first, ...rest] = typedWords(words, environment);
  const lines: SafeText[] = [];
  let line = safe`${label}${first!}`;
  for (const word of rest) {
    if (`${line} ${word} \\`.length > columns) {
      lines.push(safe`${line} \\`);
      line = safe`${indent}${word}`;
    } else line = safe`${line} ${word}`;
  }
  return joinSafe([...lines, line], '\n');
}

/** These flags as words for a command line, without the excluded ones. */
export function flagWords(
  values: Readonly<Record<string, string | boolean | undefined>>,
  without: readonly string[] = [],
): string[] {
  return Object.entries(values)
    .filter(([name, value]) => !without.includes(name) && value !== undefined && value !== false)
    .flatMap(([name, value]) => (value === true ? [`--${name}`] : [`--${name}`, String(value)]));
}
