import { pathOf } from '../../program.ts';
import { bytesOf } from '../tool/input.ts';
import { ToolError, tool } from '../tool/tool.ts';
import { SedRun } from './sed-run.ts';
import { parseSed } from './sed-script.ts';

/** `sed [-n] [-E] [-i[SUFFIX]] [-s] [-e SCRIPT | -f FILE] [SCRIPT] [FILE...]` */
export const sed = tool(
  {
    options: [
      'n|quiet',
      'E|regexp-extended',
      'r',
      'e:|expression:',
      'f:|file:',
      'i?|in-place?',
      's|separate',
      'u|unbuffered',
      'z|null-data',
      '|posix',
      '|debug',
    ],
  },
  async (context, options, operands) => {
    let script = options.all('e').join('\n');
    for (const file of options.all('f'))
      script += `${script === '' ? '' : '\n'}${(await bytesOf(context, file)).toString('utf8')}`;
    if (!options.has('e', 'f')) {
      const first = operands.shift();
      if (first === undefined)
        throw new ToolError('usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...');
      script = first;
    }
    const commands = parseSed(script.replace(/^#n\n/, ''), options.has('E', 'r'));
    const isQuiet = options.has('n') || /^#n(\n|$)/.test(script);
    const separator = options.has('z') ? '\0' : '\n';
    if (!options.has('i', 's'))
      return await new SedRun(context, commands, { isQuiet, separator }).over(operands);
    let code = 0;
    for (const name of operands) {
      const parsed = parseSed(script, options.has('E', 'r'));
      let written = '';
      const collect = (text: string) => {
        written += text;
      };
      const run = new SedRun(context, parsed, {
        isQuiet,
        separator,
        ...(options.has('i') ? { collect } : {}),
      });
      const result = await run.over([name]);
      if (result !== 0) code = result;
      if (!options.has('i') || run.failed) continue;
      const path = pathOf(context, name);
      const { files } = context.container;
      const { mode } = files.about(path);
      const suffix = options.value('i') ?? '';
      if (suffix !== '')
        files.rename(
          path,
          suffix.includes('*')
            ? path.replace(/[^/]+$/, (base) => suffix.replaceAll('*', base))
            : path + suffix,
        );
      files.write(path, written, false, mode);
    }
    return code;
  },
);
