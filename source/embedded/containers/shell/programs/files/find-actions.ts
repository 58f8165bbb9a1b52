import { FileError } from '../../container-files.ts';
import { modeText } from '../../files/file-about.ts';
import { writeText } from '../../streams.ts';
import { strftime } from '../tool/strftime.ts';
import { complain, ToolError } from '../tool/tool.ts';
import { groupName, userName } from '../tool/users.ts';
import { execute } from './find-exec.ts';
import type { Plan, Test } from './find-plan.ts';
import { formatted } from './find-printf.ts';
import type { FindWords } from './find-words.ts';

/** What a word asks to do with each file. Throws ToolError for a word that `find` does not know. */
export function actionOf(word: string, words: FindWords, plan: Plan): Test {
  const { context } = plan;
  const { files } = context.container;
  const print = (text: string): Promise<void> => writeText(context.stdout, text, context.killed);
  const acting = (act: Test): Test => {
    plan.acts = true;
    return act;
  };
  switch (word) {
    case '-print':
      return acting(async ({ name }) => {
        await print(`${name}\n`);
        return true;
      });
    case '-print0':
      return acting(async ({ name }) => {
        await print(`${name}\0`);
        return true;
      });
    case '-ls':
      return acting(async ({ name, about }) => {
        const owner = `${userName(context, about.uid)} ${groupName(context, about.gid)}`;
        await print(
          `${about.id} ${about.blocks / 2} ${modeText(about)} ${about.links} ${owner} ${about.size} ${strftime('%b %e %H:%M', about.modified)} ${name}\n`,
        );
        return true;
      });
    case '-printf': {
      const format = words.value(word);
      return acting(async (found) => {
        await print(formatted(context, format, found));
        return true;
      });
    }
    case '-delete':
      plan.isDepthFirst = true;
      return acting(async ({ path, name, about }) => {
        try {
          if (about.kind === 'directory') files.removeDirectory(path);
          else files.removeFile(path);
          return true;
        } catch (error) {
          if (!(error instanceof FileError)) throw error;
          await complain(context, `cannot delete '${name}': ${error.message}`);
          plan.code = 1;
          return false;
        }
      });
    case '-prune':
      return ({ path }) => {
        plan.pruned.add(path);
        return true;
      };
    case '-quit':
      return acting(() => {
        plan.isOver = true;
        return true;
      });
    case '-exec':
    case '-execdir':
    case '-ok':
      return acting(executionOf(words.command(word), plan));
    default:
      throw new ToolError(
        word.startsWith('-') ? `unknown predicate '${word}'` : `paths must precede expression: '${word}'`,
      );
  }
}

/** `-exec` with its words, the last of which says whether files are collected. */
function executionOf(command: readonly string[], plan: Plan): Test {
  const { context, batches } = plan;
  const [isBatch, words] = [command.at(-1) === '+', command.slice(0, -1)];
  if (!isBatch) {
    return async ({ name }) =>
      (await execute(
        context,
        words.map((one) => one.replaceAll('{}', name)),
      )) === 0;
  }
  const batch = { words: words.slice(0, -1), files: [] as string[] };
  batches.push(batch);
  return async ({ name }) => {
    batch.files.push(name);
    if (
      batch.files.length >= 1000 &&
      (await execute(context, [...batch.words, ...batch.files.splice(0)])) !== 0
    )
      plan.code = 1;
    return true;
  };
}
