import { LabError } from '../../errors/lab-error.ts';
import type { Options } from './options.ts';

const longest = 500;
const hint =
  "name a count in it: `--log-pattern 'got (?<received>\\d+) from (?<partition>\\d+)'`; the groups are published, received, partition and offset";

/** The value of --log-pattern. @throws LabError `usage`: no regular expression, or one without a group for a count */
export function logPatternOf({ flags }: Options): string | undefined {
  const pattern = flags['log-pattern'] as string | undefined;
  if (pattern === undefined) return undefined;
  if (pattern.length > longest)
    throw new LabError('usage', `--log-pattern has more than ${longest} characters`, { hint });
  try {
    new RegExp(pattern);
  } catch (cause) {
    throw new LabError('usage', `--log-pattern is \`${pattern}\`, not a regular expression`, { hint, cause });
  }
  if (!/\(\?<(?:published|received)>/.test(pattern))
    throw new LabError('usage', `--log-pattern is \`${pattern}\`, which names no count`, { hint });
  return pattern;
}
