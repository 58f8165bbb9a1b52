import type { Parser } from '@lezer/common';
import type { CodeLine, CodeLook } from './model.ts';

export type CodeLanguage = 'go' | 'typescript' | 'javascript' | 'python' | 'java';

type CodeRun = CodeLine['runs'][number];

/** The lines of a source, each as pieces of one look; plain where the language is not known. */
export async function highlight(
  source: string,
  language: CodeLanguage | undefined,
): Promise<readonly (readonly CodeRun[])[]> {
  const text = source.replace(/\n$/, '');
  if (language === undefined) return text.split('\n').map((line) => [{ text: line, look: 'plain' }]);
  const [parser, { highlightCode, tagHighlighter, tags }] = await Promise.all([
    parserOf(language),
    import('@lezer/highlight'),
  ]);
  // The first rule that fits a piece of code gives its look.
  const looks = tagHighlighter(
    (
      [
        ['keyword', [tags.keyword, tags.self, tags.bool, tags.null]],
        ['string', [tags.string, tags.regexp, tags.special(tags.string)]],
        ['comment', [tags.comment]],
        ['number', [tags.number]],
        ['name', [tags.typeName, tags.className, tags.function(tags.definition(tags.variableName))]],
        ['name', [tags.function(tags.variableName), tags.function(tags.propertyName)]],
      ] as const
    ).flatMap(([look, list]) => list.map((tag) => ({ tag, class: look }))),
  );
  const lines: CodeRun[][] = [[]];
  highlightCode(
    text,
    parser.parse(text),
    looks,
    (piece, classes) => lines.at(-1)!.push({ text: piece, look: lookOf(classes) }),
    () => lines.push([]),
  );
  return lines;
}

const known: readonly CodeLook[] = ['keyword', 'string', 'comment', 'number', 'name'];

/** Several classes are separated by blanks; the first is the look. */
function lookOf(classes: string): CodeLook {
  const [first] = classes.split(' ');
  return known.find((look) => look === first) ?? 'plain';
}

/** Each language is loaded when it is needed. */
async function parserOf(language: CodeLanguage): Promise<Parser> {
  switch (language) {
    case 'go':
      return (await import('@lezer/go')).parser;
    case 'java':
      return (await import('@lezer/java')).parser;
    case 'python':
      return (await import('@lezer/python')).parser;
    case 'javascript':
      return (await import('@lezer/javascript')).parser;
    case 'typescript':
      return (await import('@lezer/javascript')).parser.configure({ dialect: 'ts' });
  }
}
