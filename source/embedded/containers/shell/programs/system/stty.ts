import type { Program } from '../../program.ts';
import { writeText } from '../../streams.ts';
import { isTerminal } from '../../terminal.ts';
import { guarded, ToolError } from '../tool/tool.ts';

/** `stty size`, `stty -a`, `stty [-]echo`, `stty sane`: the terminal of standard input. */
export const stty: Program = guarded(async (context) => {
  const words = context.argv.slice(1);
  if (!isTerminal(context.stdin)) throw new ToolError("'standard input': Inappropriate ioctl for device");
  const { terminal } = context.stdin;
  const speed = 'speed 38400 baud;';
  for (const word of words.length === 0 ? [''] : words) {
    if (word === 'size') await writeText(context.stdout, `${terminal.rows} ${terminal.columns}\n`);
    else if (word === '') await writeText(context.stdout, `${speed} line = 0;\n`);
    else if (word === '-a' || word === '--all')
      await writeText(
        context.stdout,
        `${speed} rows ${terminal.rows}; columns ${terminal.columns}; line = 0;\n${terminal.isEchoing ? '' : '-'}echo\n`,
      );
    else if (word === 'echo' || word === 'sane') terminal.isEchoing = true;
    else if (word === '-echo') terminal.isEchoing = false;
    else throw new ToolError(`'${word}' is not in the embedded image`);
  }
  return 0;
});
