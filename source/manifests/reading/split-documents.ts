import { ManifestSyntaxError } from './manifest-syntax-error.ts';

/** One document of a manifest, not parsed yet. */
export interface DocumentText {
  readonly format: 'yaml' | 'json';
  readonly text: string;
  /** Its first line in the whole text, from 1. */
  readonly firstLine: number;
}

/**
 * The documents of a text as kubectl 1.32 splits it (NewYAMLOrJSONDecoder in k8s.io/apimachinery 0.32): a text that begins with `{` is a
 * series of JSON values; any other is YAML, split at lines that begin with `---` and hold nothing else but a comment.
 * @throws ManifestSyntaxError when it comes to a document that is at fault; those before it have been yielded
 */
export function splitDocuments(text: string): Generator<DocumentText> {
  return /^\s*\{/.test(text) ? splitJson(text) : splitYaml(text);
}

function* splitYaml(text: string): Generator<DocumentText> {
  let lines: string[] = [];
  let firstLine = 1;
  let number = 0;
  const all = text.split('\n');
  if (all.at(-1) === '') all.pop();
  for (const raw of all) {
    number += 1;
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (line.startsWith('---')) {
      const rest = line.slice(3).trim();
      if (rest !== '' && !rest.startsWith('#'))
        throw new ManifestSyntaxError('separator', `invalid Yaml document separator: ${rest}`, {
          line: number,
        });
      if (lines.length > 0) yield { format: 'yaml', text: `${lines.join('\n')}\n`, firstLine };
      lines = [];
      firstLine = number + 1;
    } else lines.push(line);
  }
  if (lines.length > 0) yield { format: 'yaml', text: `${lines.join('\n')}\n`, firstLine };
}

function* splitJson(text: string): Generator<DocumentText> {
  let position = 0;
  for (;;) {
    while (position < text.length && /\s/.test(text[position]!)) position += 1;
    if (position === text.length) return;
    const end = endOfValue(text, position);
    yield { format: 'json', text: text.slice(position, end), firstLine: lineAt(text, position) };
    position = end;
  }
}

/** The end of the JSON value that begins at `start`: whether it is valid is up to its parser. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  const token = /"(?:[^"\\]|\\[\s\S])*"|[{}[\]]/g;
  token.lastIndex = start;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [found] = match;
    if (found === '{' || found === '[') depth += 1;
    else if (found === '}' || found === ']') depth -= 1;
    if (depth <= 0) return token.lastIndex;
  }
  return text.length;
}

function lineAt(text: string, position: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < position; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
