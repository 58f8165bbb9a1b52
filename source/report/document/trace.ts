import type { CommandRecord } from '../session-record.ts';

/** `2026-11-30T05:41:28.123Z` → `05:41:28` */
export const clock = (at: string): string => at.slice(11, 19);
/** `2026-11-30T05:41:28.123Z` → `2026-11-30` */
export const day = (at: string): string => at.slice(0, 10);

/** Where something is recorded: `journal entry 12, 05:41:28 UTC` */
export const traced = ({ entry, at }: { readonly entry: number; readonly at: string }): string =>
  `journal entry ${entry}, ${clock(at)} UTC`;

/** Where commands are recorded, and when they ran. */
export function tracedCommands(commands: readonly CommandRecord[]): string {
  const entries = commands.map(({ entry }) => entry);
  const [first] = commands;
  if (first === undefined) return '';
  const list = entries.length === 1 ? `entry ${entries[0]}` : `entries ${entries.join(', ')}`;
  const tries = commands.filter(({ attempts }) => attempts > 1);
  const repeated = tries.map(({ attempts }) => attempts).join(', ');
  const again =
    tries.length === 0 ? '' : `; repeated until it showed what the step waits for: ${repeated} times`;
  return `Journal ${list}, ${day(first.startedAt)} ${clock(first.startedAt)} UTC${again}.`;
}
