import { sanitizeLine } from '../../text/sanitize.ts';

/** Damaged data of an earlier run. Paths are relative to the cluster's directory. */
export interface Damage {
  readonly path: string;
  /** What is wrong, to follow the path: `is not JSON`. */
  readonly wrong: string;
  /** The new path, if it was moved. */
  readonly movedTo?: string;
  /** The loss and what to do: a sentence without its full stop. */
  readonly todo: string;
}

/** One line for the user. */
export function describeDamage({ path, wrong, movedTo, todo }: Damage): string {
  const moved = movedTo === undefined ? '' : `; it was moved to \`${movedTo}\``;
  return sanitizeLine(`damaged: \`${path}\` ${wrong}${moved}; ${todo}`.replaceAll('\n', ' '), 1000);
}
