/** A string, a mark, or a number or word; blanks are left out. */
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
/** Deeper levels are indented no further: a value may be nothing but brackets. */
const deepestIndent = 40;

/** Whether a text is JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** JSON without the blanks between its tokens. Numbers and strings stay as they are written: `1.50`, or more digits than a double holds. */
export function compactJson(text: string): string {
  return (text.match(tokens) ?? []).join('');
}

/** JSON with a value on each line, indented by two blanks a level; likewise. */
export function indentJson(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  let depth = 0;
  let last = '';
  const breakLine = (): void => {
    lines.push(line);
    line = '  '.repeat(Math.min(depth, deepestIndent));
  };
  for (const [token] of text.matchAll(tokens)) {
    const closes = token === '}' || token === ']';
    const opened = last === '{' || last === '[';
    if (closes) depth -= 1;
    // `{}` and `[]` stay together.
    if (last === ',' || opened !== closes) breakLine();
    line += token === ':' ? ': ' : token;
    if (token === '{' || token === '[') depth += 1;
    last = token;
  }
  return [...lines, line];
}
