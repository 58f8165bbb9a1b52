import { safe } from '../../text/safe-text.ts';
import { complain } from '../output/streams.ts';
import { type Config, describeConfigTrouble } from './read-config.ts';

/** Names on standard error what cannot be used of config.json; for the verbs that have no screen to show it on. */
export function reportConfigTroubles({ troubles }: Pick<Config, 'troubles'>): void {
  for (const { line, text } of troubles) complain(safe`kafka-lab: ${describeConfigTrouble(line, text)}\n`);
}
