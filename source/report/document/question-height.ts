import type { QuestionBlock } from './model.ts';

/** A line of text on paper, about. */
const columns = 90;
const mostRows = 24;

/** Whether a question with all that belongs to it is about a third of a page at most, which stays together. */
export function isShortQuestion({ text, answer = '', remark, evidence }: QuestionBlock): boolean {
  const lines = [text.map((run) => run.text).join(''), ...answer.split('\n'), remark];
  const rowsOf = (length: number): number => Math.max(1, Math.ceil(length / columns));
  const told = lines.reduce((rows, line) => rows + rowsOf(line.length), 0);
  const seen = evidence.reduce((rows, line) => rows + rowsOf(line.text.length + line.source.length + 12), 0);
  return told + seen <= mostRows;
}
