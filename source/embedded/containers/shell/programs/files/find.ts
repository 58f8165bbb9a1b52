import { FileError } from '../../container-files.ts';
import type { Program } from '../../program.ts';
import { writeText } from '../../streams.ts';
import { complain, ToolError } from '../tool/tool.ts';
import { type Found, walk } from '../tool/walk.ts';
import { execute } from './find-exec.ts';
import { ExpressionParser } from './find-expression.ts';
import type { Plan, Test } from './find-plan.ts';

/** `find [FILE...] [EXPRESSION]` */
export const find: Program = async (context) => {
  const words = context.argv.slice(1);
  const follows = ['-L', '-H', '-P'].includes(words[0] ?? '') ? words.shift() === '-L' : false;
  const from: string[] = [];
  while (words.length > 0 && !/^-./.test(words[0]!) && words[0] !== '(' && words[0] !== '!')
    from.push(words.shift()!);
  const plan: Plan = {
    context,
    mostDepth: 200,
    leastDepth: 0,
    isDepthFirst: false,
    acts: false,
    follows,
    pruned: new Set(),
    batches: [],
    code: 0,
    isOver: false,
  };
  try {
    const parser = new ExpressionParser(words, plan);
    const test = parser.whole();
    for (const name of from.length === 0 ? ['.'] : from) {
      if (plan.isOver) break;
      await search(name, test, plan);
    }
    for (const { words: command, files } of plan.batches)
      if (files.length > 0 && (await execute(context, [...command, ...files])) !== 0) plan.code = 1;
    return plan.code;
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    await complain(context, error.message);
    return error.code;
  }
};

async function search(name: string, test: Test, plan: Plan): Promise<void> {
  const { context } = plan;
  const onError = async (one: string, message: string): Promise<void> => {
    await complain(context, `'${one}': ${message}`);
    plan.code = 1;
  };
  try {
    const options = {
      isDepthFirst: plan.isDepthFirst,
      follows: plan.follows,
      mostDepth: plan.mostDepth,
      enters: (found: Found) => !plan.pruned.has(found.path),
      onError,
    };
    for await (const found of walk(context, name, options)) {
      if (found.depth < plan.leastDepth) continue;
      const isMeant = await test(found);
      if (isMeant && !plan.acts) await writeText(context.stdout, `${found.name}\n`, context.killed);
      if (plan.isOver) return;
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await onError(name, error.message);
  }
}
