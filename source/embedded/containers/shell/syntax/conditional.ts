import type { Source } from './source.ts';
import type { Conditional, Word } from './syntax.ts';
import { endsWord, readWord } from './word-reader.ts';

const unary = /^-[abcdefghknoprstuvwxzGLNORS]$/;
const binary = /(?:==|=~|!=|=|<|>|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef))(?=[\s"'$(])/y;

/** `[[ … ]]` after its opening: reads up to and with `]]`. */
export function parseConditional(source: Source): Conditional {
  const expression = either(source);
  skip(source);
  if (!source.startsWith(']]')) throw source.unexpected();
  source.skip(2);
  return expression;
}

function either(source: Source): Conditional {
  let left = both(source);
  for (skip(source); source.startsWith('||'); skip(source)) {
    source.skip(2);
    left = { kind: 'or', left, right: both(source) };
  }
  return left;
}

function both(source: Source): Conditional {
  let left = primary(source);
  for (skip(source); source.startsWith('&&'); skip(source)) {
    source.skip(2);
    left = { kind: 'and', left, right: primary(source) };
  }
  return left;
}

function primary(source: Source): Conditional {
  skip(source);
  source.enter();
  try {
    if (/^!\s/.test(source.text.slice(source.at, source.at + 2))) {
      source.skip(1);
      return { kind: 'not', inner: primary(source) };
    }
    if (source.startsWith('(')) {
      const { line } = source;
      source.skip(1);
      const inner = either(source);
      skip(source);
      if (!source.startsWith(')')) throw source.unexpected(line);
      source.skip(1);
      return inner;
    }
    const left = operand(source);
    const operator = plainText(left);
    skip(source);
    if (operator !== undefined && unary.test(operator) && !isOver(source)) {
      binary.lastIndex = source.at;
      if (binary.exec(source.text) === null) return { kind: 'unary', operator, word: operand(source) };
    }
    binary.lastIndex = source.at;
    const found = binary.exec(source.text)?.[0];
    if (found === undefined) return { kind: 'word', word: left };
    source.skip(found.length);
    skip(source);
    const right = found === '=~' ? expression(source) : operand(source);
    return { kind: 'binary', operator: found, left, right };
  } finally {
    source.leave();
  }
}

function isOver(source: Source): boolean {
  return (
    source.startsWith(']]') || source.startsWith('&&') || source.startsWith('||') || source.startsWith(')')
  );
}

function operand(source: Source): Word {
  const from = source.at;
  if (source.startsWith(']]')) throw source.unexpected();
  const word = readWord(source);
  if (source.at === from) throw source.unexpected();
  return word;
}

/** A regular expression: parentheses and bars belong to it. */
function expression(source: Source): Word {
  let depth = 0;
  const from = source.at;
  const word = readWord(source, (char) => {
    if (char === '(') depth++;
    if (char === ')') {
      if (depth === 0) return true;
      depth--;
    }
    return endsWord(char) && !'()|'.includes(char) && depth === 0;
  });
  if (source.at === from) throw source.unexpected();
  return word;
}

function plainText(word: Word): string | undefined {
  const [part] = word;
  return word.length === 1 && part?.kind === 'text' && !part.quoted ? part.text : undefined;
}

function skip(source: Source): void {
  while (/\s/.test(source.peek()) || source.startsWith('\\\n'))
    source.skip(source.startsWith('\\\n') ? 2 : 1);
}
