import { writeText } from '../../streams.ts';
import { linesOf } from '../tool/input.ts';
import { ToolError, tool } from '../tool/tool.ts';

export const comm = tool(
  { options: ['1', '2', '3', '|check-order', '|nocheck-order', '|output-delimiter:'] },
  async (context, options, operands) => {
    const [left, right] = operands;
    if (left === undefined || right === undefined)
      throw new ToolError(left === undefined ? 'missing operand' : `missing operand after '${left}'`);
    let code = 0;
    const onFailure = (): void => {
      code = 1;
    };
    const inputs = [
      linesOf(context, [left], { onFailure }),
      linesOf(context, [right], { onFailure }),
    ] as const;
    const next = async (index: 0 | 1): Promise<string | undefined> => {
      const one = await inputs[index].next();
      return one.done ? undefined : one.value.text;
    };
    const tab = options.value('output-delimiter') ?? '\t';
    const show = async (column: number, text: string): Promise<void> => {
      if (options.has(String(column))) return;
      const before = [1, 2].filter((one) => one < column && !options.has(String(one))).length;
      await writeText(context.stdout, `${tab.repeat(before)}${text}\n`, context.killed);
    };
    let [a, b] = [await next(0), await next(1)];
    while (a !== undefined || b !== undefined) {
      if (b === undefined || (a !== undefined && a < b)) {
        await show(1, a!);
        a = await next(0);
      } else if (a === undefined || b < a) {
        await show(2, b);
        b = await next(1);
      } else {
        await show(3, a);
        [a, b] = [await next(0), await next(1)];
      }
    }
    return code;
  },
);
