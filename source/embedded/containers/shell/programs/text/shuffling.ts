import { randomInt } from 'node:crypto';
import { inSlices } from '../../../../bounds/lanes/pods.ts';
import { pathOf } from '../../program.ts';
import { writeText } from '../../streams.ts';
import { linesOf } from '../tool/input.ts';
import { ToolError, tool, wholeNumber } from '../tool/tool.ts';

const mostLines = 200_000;

/** `shuf [-n COUNT] [-r] [-o FILE] [FILE]`, `shuf -e WORD...`, `shuf -i LOW-HIGH`: lines in random order. */
export const shuf = tool(
  { options: ['e|echo', 'i:|input-range:', 'n:|head-count:', 'r|repeat', 'o:|output:', 'z|zero-terminated'] },
  async (context, options, operands) => {
    const lines: string[] = [];
    const range = options.value('i');
    if (range !== undefined) {
      const [, low = '', high = ''] = /^(\d{1,15})-(\d{1,15})$/.exec(range) ?? [];
      if (high === '' || Number(high) < Number(low)) throw new ToolError(`invalid input range: '${range}'`);
      if (Number(high) - Number(low) >= mostLines) throw new ToolError('too many lines');
      for (let value = Number(low); value <= Number(high); value++) lines.push(String(value));
    } else if (options.has('e')) lines.push(...operands);
    else {
      let hasFailed = false;
      const onFailure = () => {
        hasFailed = true;
      };
      for await (const { text } of linesOf(context, operands.slice(0, 1), { onFailure })) {
        if (lines.length >= mostLines) throw new ToolError('too many lines');
        lines.push(text);
      }
      if (hasFailed) return 1;
    }
    const most = options.has('n') ? wholeNumber(options.value('n')!, 'invalid line count') : undefined;
    const ending = options.has('z') ? '\0' : '\n';
    const target = options.value('o');
    const kept: string[] = [];
    const write = async (line: string): Promise<void> => {
      if (target === undefined) await writeText(context.stdout, line + ending, context.killed);
      else kept.push(line + ending);
    };
    if (options.has('r')) {
      if (lines.length === 0) throw new ToolError('no lines to repeat');
      if (target !== undefined && (most ?? mostLines + 1) > mostLines) throw new ToolError('too many lines');
      for (let count = 0; count < (most ?? Number.POSITIVE_INFINITY); count++) {
        if (context.killed.aborted || context.stdout.destroyed) return 141;
        await write(lines[randomInt(lines.length)]!);
      }
    } else {
      await inSlices(lines.keys(), (at) => {
        const other = at + randomInt(lines.length - at);
        [lines[at], lines[other]] = [lines[other]!, lines[at]!];
      });
      for (const line of lines.slice(0, most)) await write(line);
    }
    if (target !== undefined) context.container.files.write(pathOf(context, target), kept.join(''));
    return 0;
  },
);
