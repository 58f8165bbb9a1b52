import { LabError } from '../errors/lab-error.ts';
import { KubectlError } from './kubectl/errors/kubectl-error.ts';
import { checkKubectlLine } from './kubectl/run-kubectl.ts';
import { splitShellWords } from './shell-words.ts';

/** The verbs of the app that a step can run, beside kubectl. */
const ownVerbs: readonly string[] = ['reset', 'build'];
const scriptsAndTools: readonly string[] = ['./reset_cluster.sh', './build.sh', 'kind', 'docker'];

/** Why a session cannot run a command line, as far as the line alone tells; undefined if it can. */
export function commandMistake(line: string): string | undefined {
  try {
    const [program, ...args] = splitShellWords(line);
    if (program === undefined) return 'the command line is empty';
    if (program === 'kubectl') return checkKubectlLine(args);
    if (program === 'kafka-lab') {
      const [verb = '', ...rest] = args;
      if (verb === 'kubectl') return checkKubectlLine(rest);
      return ownVerbs.includes(verb) ? undefined : `\`kafka-lab ${verb}\` cannot run inside a session`;
    }
    return scriptsAndTools.includes(program)
      ? undefined
      : `\`${program}\` is not a command that the lab runs`;
  } catch (error) {
    if (error instanceof LabError) return error.message;
    if (error instanceof KubectlError) return error.message.split('\n')[0];
    throw error;
  }
}
