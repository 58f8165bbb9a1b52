import { sanitizeLine } from '../../text/sanitize.ts';

/** Something of what an earlier run left that is not as it was. Paths are relative to the cluster's directory. */
export interface Damage {
  readonly path: string;
  /** What is wrong, as it follows the path: `is not JSON`. */
  readonly wrong: string;
  /** Where it now is, if it was moved. */
  readonly movedTo?: string;
  /** What is lost by it, and what to do: a sentence without its full stop. */
  readonly todo: string;
}

/** One line for a person. */
export function describeDamage({ path, wrong, movedTo, todo }: Damage): string {
  const moved = movedTo === undefined ? '' : `; it was moved to \`${movedTo}\``;
  return sanitizeLine(`damaged: \`${path}\` ${wrong}${moved}; ${todo}`.replaceAll('\n', ' '), 1000);
}
