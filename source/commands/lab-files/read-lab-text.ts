import { describeError, LabError } from '../../errors/lab-error.ts';
import { readRegularText } from '../../files/regular-file.ts';

const longestFile = 1024 * 1024;

/**
 * Reads one of the learner's scripts or Dockerfiles.
 * @throws LabError `usage`: it is not a readable file
 */
export function readLabText(path: string): string {
  try {
    return readRegularText(path, longestFile);
  } catch (cause) {
    throw new LabError('usage', `\`${path}\` cannot be read`, {
      hint: `${describeError(cause)}; put a readable file there, or omit --lab-dir`,
      cause,
    });
  }
}
