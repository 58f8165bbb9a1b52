import type { Program } from '../../program.ts';
import { bytesOf } from '../tool/input.ts';
import { ToolError, tool } from '../tool/tool.ts';
import { AwkInterpreter } from './interpreter.ts';
import { parseAwk } from './parser.ts';

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\\': '\\', '"': '"', '/': '/' };
const unescaped = (text: string): string =>
  text.replace(/\\(.)/gs, (whole, char: string) => escapes[char] ?? whole);

/** `awk [-F SEPARATOR] [-v NAME=VALUE] ('PROGRAM' | -f FILE) [FILE...]`: the language of POSIX, with a few functions of gawk. */
export const awk: Program = tool(
  { options: ['F:|field-separator:', 'v:|assign:', 'f:|file:'], wrong: 2, stopsAtOperand: true },
  async (context, options, operands) => {
    let text = '';
    for (const file of options.all('f')) text += `${(await bytesOf(context, file)).toString('utf8')}\n`;
    if (!options.has('f')) {
      const first = operands.shift();
      if (first === undefined)
        throw new ToolError('usage: awk [-F fs][-v var=value][prog | -f progfile][file ...]', 2);
      text = first;
    }
    const variables = new Map<string, string>();
    const separator = options.value('F');
    if (separator !== undefined) variables.set('FS', separator === 't' ? '\t' : unescaped(separator));
    for (const assignment of options.all('v')) {
      const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(assignment);
      if (match === null) throw new ToolError(`\`${assignment}' is not of the form name=value`, 2);
      variables.set(match[1]!, unescaped(match[2]!));
    }
    return await new AwkInterpreter(parseAwk(text), context, variables, operands).run(operands);
  },
);
