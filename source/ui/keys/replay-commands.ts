import type { ReplayStore } from '../../session/replay/replay.ts';
import type { SessionStore } from '../../session/view.ts';
import type { CommandId } from '../bindings/bindings.ts';
import type { KeyContext } from './key-context.ts';

/** The commands of a replay. False for any other command or a session that runs. */
export function replayCommand({ ui, session }: KeyContext, command: CommandId): boolean {
  if (!isReplay(session)) return false;
  const { replay } = session.snapshot();
  switch (command) {
    case 'replay-pause':
      if (replay?.playing) session.pause();
      else session.play();
      return true;
    case 'replay-faster':
      session.setSpeed((replay?.speed ?? 1) * 2);
      return true;
    case 'replay-slower':
      session.setSpeed((replay?.speed ?? 1) / 2);
      return true;
    case 'replay-from':
      ui.set({ following: true, stepTop: undefined });
      session.skipTo(ui.get().selected);
      session.play();
      return true;
    default:
      return false;
  }
}

export function isReplay(store: SessionStore): store is ReplayStore {
  return 'skipTo' in store;
}
