import type { Clock } from '../../time/clock.ts';
import type { EventStream } from '../event-stream.ts';
import type { SessionActions } from '../view.ts';

export interface ShellActionsOptions {
  readonly stream: EventStream;
  readonly clock: Clock;
  /** Called when the learner is back: they may have changed anything. */
  readonly onBack: () => void;
}

/** Records that the learner used a shell of their own, and for how long; not what they typed. */
export function createShellActions({
  stream,
  clock,
  onBack,
}: ShellActionsOptions): Pick<SessionActions, 'shellOpened' | 'shellClosed'> {
  let openedAt: number | undefined;
  let command: { readonly line?: string } = {};
  return {
    shellOpened(line) {
      openedAt = clock.monotonic();
      command = line === undefined ? {} : { line };
      stream.publish({ type: 'shell-opened', ...command });
    },
    shellClosed() {
      if (openedAt === undefined) return;
      const durationMs = Math.round(clock.monotonic() - openedAt);
      stream.publish({ type: 'shell-closed', durationMs, ...command });
      openedAt = undefined;
      onBack();
    },
  };
}
