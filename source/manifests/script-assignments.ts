/** The variables that a shell script sets, name → the text of the value, the last one of each. */
export function scriptAssignments(script: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const match of script.matchAll(/(?<![\w$\-.])([A-Za-z_]\w{0,127})=/g))
    found.set(match[1]!, valueAt(script, match.index + match[0].length));
  return found;
}

/** The values that are plain text: no variable, no command. */
export function plainAssignments(script: string): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of scriptAssignments(script)) {
    const text = unquoted(value);
    if (!/[$`\\]/.test(text)) plain[name] = text;
  }
  return plain;
}

export function unquoted(value: string): string {
  const match = /^(["'])([\s\S]*)\1$/.exec(value);
  return match?.[2] ?? value;
}

const closing: Readonly<Record<string, string>> = { '"': '"', "'": "'", '`': '`' };

/** The word that begins at `start`: up to a blank or an operator outside of quotes and brackets. */
function valueAt(script: string, start: number): string {
  const open: string[] = [];
  let index = start;
  for (; index < script.length; index += 1) {
    const character = script[index]!;
    const innermost = open.at(-1);
    if (character === '\\' && innermost !== "'") index += 1;
    else if (character === innermost) open.pop();
    else if (innermost === "'") continue;
    else if (character === '(') open.push(')');
    else if (character === '{') open.push('}');
    else if (closing[character] !== undefined) open.push(closing[character]);
    else if (innermost === undefined && /[\s;&|<>)]/.test(character)) break;
  }
  return script.slice(start, index);
}
