import { joinSafe, type SafeText, safe, trusted } from '../../text/safe-text.ts';
import { quoteForShell } from './quote-for-shell.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const columns = 80;

/** A command line of this program as it is typed, each word quoted where a shell needs it. */
export function typedCommand(words: readonly string[], environment: Environment = process.env): SafeText {
  return joinSafe(typedWords(words, environment), ' ');
}

/** npx puts `kafka-lab` on no PATH but its own, so that the shell it was typed in knows it through npx alone. */
function typedWords(words: readonly string[], environment: Environment): SafeText[] {
  const isNpx = environment.npm_lifecycle_event === 'npx' && environment.npm_command === 'exec';
  return [trusted(isNpx ? 'npx kafka-lab' : 'kafka-lab'), ...words.map(quoteForShell)];
}

/**
 * What a command line is for, and the line, within 80 columns: a longer one goes on after a backslash, as a shell reads it, between two
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

/** The words that give these flags once more, without those named. */
export function flagWords(
  values: Readonly<Record<string, string | boolean | undefined>>,
  without: readonly string[] = [],
): string[] {
  return Object.entries(values)
    .filter(([name, value]) => !without.includes(name) && value !== undefined && value !== false)
    .flatMap(([name, value]) => (value === true ? [`--${name}`] : [`--${name}`, String(value)]));
}
