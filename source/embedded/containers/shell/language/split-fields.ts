import { runInSlices } from '../../../bounds/lanes/pods.ts';

export interface Split {
  readonly fields: readonly string[];
  /** The text begins or ends with a separator: what stands before or after it is a field of its own. */
  readonly isLed: boolean;
  readonly isTrailed: boolean;
}

/** Splits the value of an expansion at the characters of IFS: runs of blanks count once, other separators each. */
export function splitFields(text: string, separators: string): Split | Promise<Split> {
  if (separators === '') return { fields: text === '' ? [] : [text], isLed: false, isTrailed: false };
  return runInSlices(splitSteps(text, separators));
}

/** The same, a field for each step. */
export function* splitSteps(text: string, separators: string): Generator<undefined, Split> {
  const separates = new Set([...separators].map((char) => char.charCodeAt(0)));
  const blanks = new Set(
    [...' \t\n'].map((char) => char.charCodeAt(0)).filter((code) => separates.has(code)),
  );
  const fields: string[] = [];
  let at = 0;
  const skipBlanks = (): void => {
    while (blanks.has(text.charCodeAt(at))) at++;
  };
  skipBlanks();
  const isLed = at > 0;
  let isTrailed = false;
  let from = at;
  while (at < text.length) {
    if (!separates.has(text.charCodeAt(at))) {
      at++;
      isTrailed = false;
      continue;
    }
    fields.push(text.slice(from, at));
    skipBlanks();
    const separator = text.charCodeAt(at);
    if (separates.has(separator) && !blanks.has(separator)) {
      at++;
      skipBlanks();
    }
    from = at;
    isTrailed = true;
    yield;
  }
  if (from < text.length) fields.push(text.slice(from));
  return { fields, isLed, isTrailed };
}
