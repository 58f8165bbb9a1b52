import type { ReplayStore } from '../../session/replay/replay.ts';
import type { SessionStore } from '../../session/view.ts';
import type { Handler } from './handler.ts';
import type { KeyContext } from './key-context.ts';

export function isReplay(store: SessionStore): store is ReplayStore {
  return 'skipTo' in store;
}

/** The handler of a command that works on a replay. */
export function inReplay(handle: (context: KeyContext, session: ReplayStore) => void): Handler {
  return (context) => {
    if (isReplay(context.session)) handle(context, context.session);
  };
}

export function playOrPause(_context: KeyContext, session: ReplayStore): void {
  if (session.snapshot().replay?.playing) session.pause();
  else session.play();
}

export function changeSpeed(session: ReplayStore, factor: number): void {
  session.setSpeed((session.snapshot().replay?.speed ?? 1) * factor);
}

export function playFrom({ ui }: KeyContext, session: ReplayStore): void {
  ui.set({ following: true, stepTop: undefined });
  session.skipTo(ui.get().selected);
  session.play();
}
