import type { Program } from '../../program.ts';
import { writeText } from '../../streams.ts';
import { convert } from '../tool/format.ts';
import { complain, guarded, ToolError, tool } from '../tool/tool.ts';
import { unescaped } from '../tool/unescaped.ts';

/** Programs that print what they are told. */

/** `echo [-n] [-e] [WORD...]` */
export const echo: Program = async (context) => {
  const words = context.argv.slice(1);
  let newline = true;
  let escapes = false;
  while (/^-[neE]+$/.test(words[0] ?? '')) {
    for (const option of words.shift()!.slice(1)) {
      if (option === 'n') newline = false;
      else escapes = option === 'e';
    }
  }
  const plain = words.join(' ');
  const { text, ends } = escapes ? unescaped(plain, true) : { text: plain, ends: false };
  await writeText(context.stdout, text + (newline && !ends ? '\n' : ''));
  return 0;
};

/** `seq [-s SEPARATOR] [-w] [-f FORMAT] [FIRST [STEP]] LAST` */
export const seq: Program = guarded(async (context) => {
  const words = context.argv.slice(1);
  let [separator, isPadded] = ['\n', false];
  let format: string | undefined;
  while (/^-[swf]/.test(words[0] ?? '') || words[0] === '--equal-width' || words[0] === '--') {
    const word = words.shift()!;
    if (word === '--') break;
    if (word === '-w' || word === '--equal-width') isPadded = true;
    else if (word.startsWith('-s')) separator = word.slice(2) || (words.shift() ?? '');
    else format = word.slice(2) || (words.shift() ?? '');
  }
  const wrong = words.find((word) => !/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(word));
  if (wrong !== undefined || words.length === 0 || words.length > 3) {
    await complain(
      context,
      wrong?.startsWith('-')
        ? `invalid option -- '${wrong[1]}'`
        : wrong === undefined
          ? words.length === 0
            ? 'missing operand'
            : `extra operand '${words[3]}'`
          : `invalid floating point argument: '${wrong}'`,
    );
    return 1;
  }
  const [first, step, last] =
    words.length === 1
      ? ['1', '1', words[0]!]
      : words.length === 2
        ? [words[0]!, '1', words[1]!]
        : [words[0]!, words[1]!, words[2]!];
  const digits = Math.max(...[first, step].map((text) => /\.(\d+)/.exec(text)?.[1]?.length ?? 0));
  const by = Number(step);
  if (by === 0) {
    await complain(context, `invalid Zero increment value: '${step}'`);
    return 1;
  }
  const count = Math.floor((Number(last) - Number(first)) / by + 1e-9);
  const shown = (value: number): string =>
    format === undefined
      ? value.toFixed(digits)
      : format.replace(
          /%([-+ 0#]*)(\d*)(?:\.(\d+))?([efgEG])/,
          (_, flags: string, width: string, precision: string | undefined, letter: string) =>
            convert(
              {
                flags,
                width: Number(width),
                precision: precision === undefined ? undefined : Number(precision),
                letter,
              },
              value,
            ),
        );
  const width = isPadded ? Math.max(shown(Number(first)).length, shown(Number(last)).length) : 0;
  const padded = (text: string): string =>
    text.startsWith('-') ? `-${text.slice(1).padStart(width - 1, '0')}` : text.padStart(width, '0');
  for (let index = 0; index <= count; index++) {
    if (context.killed.aborted || context.stdout.destroyed) return 141;
    await writeText(
      context.stdout,
      padded(shown(Number(first) + index * by)) + (index === count ? '\n' : separator),
      context.killed,
    );
  }
  return 0;
});

export const basename = tool(
  { options: ['a|multiple', 's:|suffix:', 'z|zero'] },
  async (context, options, operands) => {
    if (operands.length === 0) throw new ToolError('missing operand');
    const isMany = options.has('a', 's');
    if (!isMany && operands.length > 2) throw new ToolError(`extra operand '${operands[2]}'`);
    const suffix = options.value('s') ?? (isMany ? '' : (operands[1] ?? ''));
    for (const path of isMany ? operands : operands.slice(0, 1)) {
      const clean = path.replace(/(.)\/+$/, '$1');
      const base = clean.slice(clean.lastIndexOf('/') + 1) || clean;
      await writeText(
        context.stdout,
        `${suffix !== '' && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base}\n`,
      );
    }
    return 0;
  },
);

export const dirname = tool({ options: ['z|zero'] }, async (context, _options, operands) => {
  if (operands.length === 0) throw new ToolError('missing operand');
  for (const path of operands) {
    const clean = path.replace(/(.)\/+$/, '$1');
    const slash = clean.lastIndexOf('/');
    await writeText(
      context.stdout,
      `${slash < 0 ? '.' : clean.slice(0, slash).replace(/(.)\/+$/, '$1') || '/'}\n`,
    );
  }
  return 0;
});
