import { join } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import { readRegularText } from '../../files/regular-file.ts';
import { replaceFile } from '../../files/replace-file.ts';
import type { LabSource } from '../../lab/format/lab-source.ts';
import { replaceHostile } from '../../text/hostile.ts';

/*
 * A session keeps the lab that it ran, unless that is the stock one: its record can then be exported and replayed when the folder has changed
 * or is gone.
 */

const fileName = 'lab.json';
const largest = 4 * 1024 * 1024;

/** `directory`: that of the session, which exists. */
export function saveSessionLab(directory: string, source: LabSource): void {
  replaceFile(join(directory, fileName), JSON.stringify(source), 0o600);
}

/**
 * The lab of a session; undefined if it is the stock one.
 * @throws LabError `lab`: the file is not one that a session wrote
 */
export async function sessionLab(directory: string): Promise<LabSource | undefined> {
  const path = join(directory, fileName);
  let text: string;
  try {
    text = readRegularText(path, largest, 'refuse');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw damaged(path, error);
  }
  const { parseLabSource } = await import('../../lab/format/parse-lab-source.ts');
  const source = parseLabSource(parseJson(path, text));
  if (source === undefined) throw damaged(path, undefined);
  return source;
}

function parseJson(path: string, text: string): unknown {
  try {
    // JSON may hold any character as an escape.
    return JSON.parse(text, (_, value: unknown) =>
      typeof value === 'string' ? replaceHostile(value, () => '') : value,
    );
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw damaged(path, error);
  }
}

function damaged(path: string, cause: unknown): LabError {
  return new LabError('lab', `\`${path}\` is not the lab of a session`, {
    hint: 'the session cannot be shown without it; delete the file to read the session as the stock lab',
    cause,
  });
}
