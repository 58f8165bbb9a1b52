import { LabError } from '../errors/lab-error.ts';

/** The error for `build` of the better consumer without a source for it. */
export function missingSecondClient(): LabError {
  return new LabError('usage', 'there is no second client to build', {
    hint: 'give your better consumer with `--better-client`',
  });
}
