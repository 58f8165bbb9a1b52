import { FileError } from '../../container-files.ts';
import { type Line, writeText } from '../../streams.ts';
import { linesOf, piecesOf } from '../tool/input.ts';
import { complain, tool } from '../tool/tool.ts';

const shown = ({ text, isWhole }: Line): string => (isWhole ? `${text}\n` : text);

export const cat = tool(
  {
    options: [
      'A|show-all',
      'b|number-nonblank',
      'e',
      'E|show-ends',
      'n|number',
      's|squeeze-blank',
      't',
      'T|show-tabs',
      'u',
      'v|show-nonprinting',
    ],
  },
  async (context, options, operands) => {
    let code = 0;
    const names = operands.length === 0 ? ['-'] : operands;
    const isPlain = options.order.every((key) => key === 'u');
    if (isPlain) {
      for (const name of names) {
        try {
          for await (const piece of piecesOf(context, name))
            await writeText(context.stdout, piece, context.killed);
        } catch (error) {
          if (!(error instanceof FileError)) throw error;
          code = 1;
          await complain(context, `${name}: ${error.message}`);
        }
      }
      return code;
    }
    let number = 0;
    let wasBlank = false;
    for await (const line of linesOf(context, names, {
      onFailure: () => {
        code = 1;
      },
    })) {
      const isBlank = line.text === '';
      if (options.has('s') && isBlank && wasBlank) continue;
      wasBlank = isBlank;
      let { text } = line;
      if (options.has('A', 'v', 'e', 't'))
        text = text.replace(/[\0-\x08\x0b-\x1f\x7f]/g, (char) =>
          char === '\x7f' ? '^?' : `^${String.fromCharCode(char.charCodeAt(0) + 64)}`,
        );
      if (options.has('A', 'T', 't')) text = text.replaceAll('\t', '^I');
      if (options.has('A', 'E', 'e') && line.isWhole) text += '$';
      const isNumbered = options.has('b') ? !isBlank : options.has('n');
      if (isNumbered) number++;
      await writeText(
        context.stdout,
        shown({ text: isNumbered ? `${String(number).padStart(6)}\t${text}` : text, isWhole: line.isWhole }),
        context.killed,
      );
    }
    return code;
  },
);
