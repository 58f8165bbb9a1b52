import { LabError } from '../../errors/lab-error.ts';

/** A name or path that would leave the directory that it belongs in. Nothing was read, made or removed. */
export class PathError extends LabError {
  constructor(message: string, cause?: unknown) {
    super('path', message, {
      hint: 'use a path that stays in its volume, without links that lead out of it',
      ...(cause === undefined ? {} : { cause }),
    });
    this.name = 'PathError';
  }
}

/** A value from outside as it is quoted in an error: on one line, and not longer than a line. */
export function quoted(value: unknown): string {
  const text = String(value).replace(/\p{Cc}/gu, '?');
  return `\`${text.length > 120 ? `${text.slice(0, 120)}…` : text}\``;
}
