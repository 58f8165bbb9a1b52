import { LabError } from '../../errors/lab-error.ts';
import type { Options } from '../command-line/options.ts';

/** `kafka-lab lab new DIR` and `kafka-lab lab check DIR`. */
export async function lab(options: Options): Promise<number> {
  const [action, directory] = options.positionals;
  if (action !== 'new' && action !== 'check')
    throw new LabError(
      'usage',
      action === undefined ? 'nothing to do' : `kafka-lab lab cannot \`${action}\``,
      {
        hint: 'write kafka-lab lab new DIR or kafka-lab lab check DIR',
      },
    );
  if (directory === undefined)
    throw new LabError('usage', `kafka-lab lab ${action} needs a folder`, {
      hint: `write kafka-lab lab ${action} DIR`,
    });
  return action === 'new'
    ? (await import('./new-lab.ts')).newLab(directory)
    : (await import('./check-lab.ts')).checkLab(directory, options);
}
