const token =
  /[ \t\r\n]*(?:([{}[\]:,])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*")|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end' | 'nothing';

/**
 * Where a text stops being JSON, as an offset: the first token that cannot stand where it does, or the text's end. Undefined for JSON. What
 * `JSON.parse` says of it differs with the version of Node, and not every message has a place. https://www.rfc-editor.org/rfc/rfc8259
 */
export function jsonFault(text: string): number | undefined {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  const afterValue = (): Expected => (open.length === 0 ? 'nothing' : ', or end');
  for (;;) {
    token.lastIndex = at;
    const found = token.exec(text);
    if (found === null) {
      const rest = at + /^[ \t\r\n]*/.exec(text.slice(at))![0].length;
      return rest === text.length && expected === 'nothing' ? undefined : rest;
    }
    const [whole, mark, string] = found;
    const start = at + whole.length - whole.trimStart().length;
    at += whole.length;
    const inside = open.at(-1);
    const isValue = expected === 'value' || expected === 'value or ]';
    if (mark === undefined && isValue) expected = afterValue();
    else if (string !== undefined && (expected === 'key' || expected === 'key or }')) expected = ':';
    else if ((mark === '{' || mark === '[') && isValue) {
      open.push(mark);
      expected = mark === '{' ? 'key or }' : 'value or ]';
    } else if (mark === ':' && expected === ':') expected = 'value';
    else if (mark === ',' && expected === ', or end') expected = inside === '{' ? 'key' : 'value';
    else if (
      (mark === '}' && inside === '{' && (expected === 'key or }' || expected === ', or end')) ||
      (mark === ']' && inside === '[' && (expected === 'value or ]' || expected === ', or end'))
    ) {
      open.pop();
      expected = afterValue();
    } else return start;
  }
}
