/** A shell pattern (`*`, `?`, `[a-z]`, `[!x]`) as the source of a regular expression without anchors. Quoted text matches itself. */
export function patternSource(
  parts: readonly { readonly text: string; readonly quoted: boolean }[],
  greedy: boolean,
): string {
  return parts.map((part) => (part.quoted ? literal(part.text) : unquoted(part.text, greedy))).join('');
}

function unquoted(text: string, greedy: boolean): string {
  let result = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    const set = char === '[' ? /^\[(!?)(\]?[^\]]*)\]/.exec(text.slice(at)) : null;
    if (char === '*') result += greedy ? '[\\s\\S]*' : '[\\s\\S]*?';
    else if (char === '?') result += '[\\s\\S]';
    else if (set !== null && set[2] !== '') {
      result += `[${set[1] === '!' ? '^' : ''}${set[2]!.replace(/[\\\]^]/g, '\\$&')}]`;
      at += set[0].length - 1;
    } else result += literal(char);
  }
  return result;
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** `${value#pattern}` and its three relatives: the value without the prefix or suffix that the pattern matches. */
export function trim(
  value: string,
  operator: '#' | '##' | '%' | '%%',
  pattern: readonly { readonly text: string; readonly quoted: boolean }[],
): string {
  const whole = new RegExp(`^(?:${patternSource(pattern, true)})$`);
  const fromStart = operator.startsWith('#');
  const longest = operator.length === 2;
  for (let step = 0; step <= value.length; step++) {
    const length = longest ? value.length - step : step;
    const candidate = fromStart ? value.slice(0, length) : value.slice(value.length - length);
    if (whole.test(candidate)) return fromStart ? value.slice(length) : value.slice(0, value.length - length);
  }
  return value;
}
