import { PatternError } from '../../shell/regular-expression/parse.ts';
import { Pattern } from '../../shell/regular-expression/pattern.ts';
import { JavaError } from './java-main.ts';

/** A regular expression as Java's `Pattern` reads it; matching takes linear time. Throws JavaError for a malformed one. */
export function javaPattern(source: string, whole = false): Pattern {
  try {
    return new Pattern(whole ? `^(?:${source})$` : source);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    const [why, at] = error.message.startsWith('Unmatched (')
      ? ['Unclosed group', source.length]
      : [error.message, 0];
    throw new JavaError('java.util.regex.PatternSyntaxException', `${why} near index ${at}\n${source}`);
  }
}

/** A test of whether a text matches as a whole. */
export function wholeMatch(source: string): (text: string) => Promise<boolean> {
  const pattern = javaPattern(source, true);
  return (text) => pattern.test(text);
}

/** Java's `split`: pieces between matches, without the empty ones at the end. */
export async function split(pattern: Pattern, text: string): Promise<string[]> {
  const pieces: string[] = [];
  let from = 0;
  for await (const { start, end } of pattern.all(text)) {
    if (end === 0) continue;
    pieces.push(text.slice(from, start));
    from = end;
  }
  pieces.push(text.slice(from));
  if (pieces.length === 1) return pieces;
  while (pieces.at(-1) === '') pieces.pop();
  return pieces;
}

/** Kafka's list of topics to include: a regular expression in which a comma means "or", and quotes around it mean nothing. */
export function topicFilter(text: string): (topic: string) => Promise<boolean> {
  const source = text
    .trim()
    .replace(/,/g, '|')
    .replace(/ /g, '')
    .replace(/^["']+/, '')
    .replace(/["']+$/, '');
  try {
    return wholeMatch(source);
  } catch (error) {
    if (!(error instanceof JavaError)) throw error;
    throw new JavaError('java.lang.RuntimeException', `${source} is an invalid regex.`);
  }
}
