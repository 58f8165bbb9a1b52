import { LabError } from '../errors/lab-error.ts';

/** The error for `build` of the better consumer without a source for it. */
export function missingBetterClient(): LabError {
  return new LabError('usage', 'there is no better consumer to build', {
    hint: 'name yours with `--better-client`',
  });
}
