import type { SafeText } from '../../text/safe-text.ts';
import type { Options } from '../command-line/options.ts';
import { flagWords, typedCommand } from './typed-command.ts';

/** The command that ends the cluster of this command, with the flags that say which one it is: without them it would end another. */
export function downCommand({ flags: { name, home } }: Pick<Options, 'flags'>): SafeText {
  return typedCommand(['down', ...flagWords({ name, home })]);
}
