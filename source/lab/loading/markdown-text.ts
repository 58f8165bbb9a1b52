import { Lexer, type Token, type Tokens } from 'marked';
import { MistakeError } from './mistake.ts';

/**
 * The plain text of a step's Markdown, as the screen wraps it: paragraphs between blank lines, items of lists with a bullet, code as it is
 * in its backticks. Expressions in `{{ }}` are left alone.
 * @throws MistakeError: it has what a terminal cannot show
 */
export function markdownToText(file: string, markdown: string, firstLine: number): string {
  const { text, restore } = hideExpressions(markdown);
  const refuse = (raw: string, what: string): never => {
    const at = Math.max(0, text.indexOf(raw.trim()));
    const before = text.slice(0, at).split('\n');
    throw new MistakeError({
      file,
      line: firstLine + before.length - 1,
      column: (before.at(-1)?.length ?? 0) + 1,
      message: `${what} cannot be shown in a terminal; use paragraphs, lists, code and links`,
    });
  };
  const blocks = new Lexer({ gfm: true }).lex(text).flatMap((token) => blockText(token, refuse));
  return restore(blocks.join('\n\n'));
}

type Refuse = (raw: string, what: string) => never;

function blockText(token: Token, refuse: Refuse): string[] {
  switch (token.type) {
    case 'space':
    case 'def':
      return [];
    case 'paragraph':
    case 'text':
    case 'heading':
      return [inlineText(token.tokens ?? [], refuse)];
    case 'code':
      return [(token as Tokens.Code).text];
    case 'blockquote':
      return (token.tokens ?? []).flatMap((each) => blockText(each, refuse));
    case 'list': {
      const { items, ordered, start } = token as Tokens.List;
      return [
        items
          .map((item, index) => {
            const mark = ordered ? `${Number(start) + index}.` : '•';
            return `${mark} ${item.tokens.flatMap((each) => blockText(each, refuse)).join(' ')}`;
          })
          .join('\n'),
      ];
    }
    case 'html':
      return refuse(token.raw, 'HTML');
    case 'table':
      return refuse(token.raw, 'a table');
    default:
      return refuse(token.raw, `\`${token.type}\``);
  }
}

function inlineText(tokens: readonly Token[], refuse: Refuse): string {
  return tokens
    .map((token) => {
      switch (token.type) {
        case 'text':
        case 'strong':
        case 'em':
        case 'del':
          // Marks for weight have no counterpart in a text of one style.
          return token.tokens === undefined
            ? unescapeHtml((token as Tokens.Text).text)
            : inlineText(token.tokens, refuse);
        case 'escape':
          return (token as Tokens.Escape).text;
        case 'codespan':
          return `\`${(token as Tokens.Codespan).text}\``;
        case 'br':
          return '\n';
        case 'link': {
          const { href, text } = token as Tokens.Link;
          return href === text || href === `mailto:${text}`
            ? text
            : `${inlineText(token.tokens ?? [], refuse)} (${href})`;
        }
        case 'image':
          return refuse(token.raw, 'an image');
        case 'html':
          return refuse(token.raw, 'HTML');
        default:
          return refuse(token.raw, `\`${token.type}\``);
      }
    })
    .join('')
    .replaceAll(/[ \t]*\n[ \t]*/g, ' ');
}

const unescapeHtml = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** An expression may contain what Markdown gives a meaning: it is replaced by a character for private use. */
function hideExpressions(markdown: string): { text: string; restore: (text: string) => string } {
  const hidden: string[] = [];
  const text = markdown.replaceAll(/\{\{[\s\S]*?\}\}/g, (expression) => {
    hidden.push(expression);
    return `\ue000${hidden.length - 1}\ue001`;
  });
  return {
    text,
    restore: (plain) =>
      plain.replaceAll(/\ue000(\d+)\ue001/g, (_, index: string) => hidden[Number(index)] ?? ''),
  };
}
