import { LabError } from '../errors/lab-error.ts';

/** There is nothing to build the better consumer from. */
export function noSecond(): LabError {
  return new LabError('usage', 'there is no second client to build', {
    hint: 'give your better consumer with `--better-client`',
  });
}
