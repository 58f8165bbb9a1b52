import { MistakeError } from './mistake.ts';
import { readYaml, type YamlText } from './yaml-text.ts';

/** A step's file, taken apart: front matter in YAML between two lines of `---`, then Markdown. */
export interface StepFile {
  readonly frontMatter: YamlText;
  readonly body: string;
  /** The line on which the body begins, from 1. */
  readonly bodyLine: number;
}

/** @throws MistakeError */
export function splitStepFile(file: string, text: string): StepFile {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  if (lines[0]?.trimEnd() !== '---')
    throw new MistakeError({
      file,
      line: 1,
      column: 1,
      message: 'the file must begin with a line `---`, the front matter, and another line `---`',
    });
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---');
  if (end < 0)
    throw new MistakeError({
      file,
      line: lines.length,
      column: 1,
      message: 'the front matter lacks its closing line `---`',
    });
  const bodyLine = end + 2;
  return {
    frontMatter: readYaml(file, `${lines.slice(1, end).join('\n')}\n`, 2),
    body: lines.slice(end + 1).join('\n'),
    bodyLine,
  };
}
