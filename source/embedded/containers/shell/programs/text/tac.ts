import { writeText } from '../../streams.ts';
import { linesOf } from '../tool/input.ts';
import { ToolError, tool } from '../tool/tool.ts';
import { mostLines } from './sort.ts';

export const tac = tool({ options: ['s:|separator:', 'r', 'b'] }, async (context, _options, operands) => {
  let code = 0;
  const lines: string[] = [];
  for await (const { text, isWhole } of linesOf(context, operands, {
    onFailure: () => {
      code = 1;
    },
  })) {
    if (lines.length >= mostLines) throw new ToolError('too many lines');
    lines.push(isWhole ? `${text}\n` : text);
  }
  for (const line of lines.reverse()) await writeText(context.stdout, line, context.killed);
  return code;
});
