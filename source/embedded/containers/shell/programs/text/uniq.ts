import { pathOf } from '../../program.ts';
import { writeText } from '../../streams.ts';
import { linesOf } from '../tool/input.ts';
import { tool } from '../tool/tool.ts';

export const uniq = tool(
  {
    options: [
      'c|count',
      'd|repeated',
      'D',
      'u|unique',
      'i|ignore-case',
      'f:|skip-fields:',
      's:|skip-chars:',
      'w:|check-chars:',
    ],
  },
  async (context, options, operands) => {
    let code = 0;
    let before: { line: string; key: string } | undefined;
    let count = 0;
    const [input, output] = operands;
    let written = '';
    const flush = async (): Promise<void> => {
      if (before === undefined) return;
      if ((options.has('d') && count < 2) || (options.has('u') && count > 1)) return;
      const text = `${options.has('c') ? `${String(count).padStart(7)} ` : ''}${before.line}\n`;
      if (output === undefined) await writeText(context.stdout, text, context.killed);
      else written += text;
    };
    const keyFor = (line: string): string => {
      let key = line;
      for (let skipped = 0; skipped < Number(options.value('f') ?? 0); skipped++)
        key = key.replace(/^\s*\S*/, '');
      key = key.slice(Number(options.value('s') ?? 0));
      if (options.has('w')) key = key.slice(0, Number(options.value('w')));
      return options.has('i') ? key.toLowerCase() : key;
    };
    for await (const { text } of linesOf(context, input === undefined ? [] : [input], {
      onFailure: () => {
        code = 1;
      },
    })) {
      const key = keyFor(text);
      if (before?.key === key) {
        count++;
        continue;
      }
      await flush();
      [before, count] = [{ line: text, key }, 1];
    }
    await flush();
    if (output !== undefined) context.container.files.write(pathOf(context, output), written);
    return code;
  },
);
