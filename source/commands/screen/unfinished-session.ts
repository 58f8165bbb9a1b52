import type { Unfinished } from '../../ui/state/ui-state.ts';
import type { Options } from '../command-line/options.ts';
import type { OpenSession } from '../session/open-session.ts';

/** The latest session, if somebody has begun the lab of `opened` in it, on this kind of cluster, and not finished it. */
export async function unfinishedSession(
  { home, cluster }: Pick<Options, 'home' | 'cluster'>,
  opened: Pick<OpenSession, 'lab' | 'session'>,
): Promise<Unfinished | undefined> {
  const { latestProgress } = await import('../../journal/session-progress.ts');
  const found = await latestProgress(home);
  if (found === undefined || found.lab !== opened.lab || found.cluster !== cluster) return undefined;
  const isOpen = found.done > 0 && found.done < opened.session.snapshot().steps.length;
  return isOpen ? { id: found.id, done: found.done, at: Date.parse(found.lastAt) } : undefined;
}
