import { LabError } from '../../errors/lab-error.ts';

/** A name or path that would leave its directory. Nothing was read, created or removed. */
export class PathError extends LabError {
  constructor(message: string, cause?: unknown) {
    super('path', message, {
      hint: 'use a path that stays in its volume, without links that lead out of it',
      ...(cause === undefined ? {} : { cause }),
    });
    this.name = 'PathError';
  }
}

/** A value from outside, quoted for an error on one line. */
export function quoted(value: unknown): string {
  const text = String(value).replace(/\p{Cc}/gu, '?');
  return `\`${text.length > 120 ? `${text.slice(0, 120)}…` : text}\``;
}
