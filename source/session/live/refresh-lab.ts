import { recordOf } from '../../lab/model/recorded-facts.ts';
import type { Lab } from '../../lab/model/step.ts';
import type { EventStream } from '../event-stream.ts';
import type { CurrentLab } from './current-lab.ts';

/** What was found when the manifests were read again. */
export interface RereadManifests {
  /** The lab of the files as they are now; undefined if they cannot be read. */
  readonly lab: Lab | undefined;
  /** What has changed, and what is wrong with it, for the learner. */
  readonly notes: readonly string[];
}

export interface RefreshOptions {
  readonly lab: CurrentLab;
  readonly stream: EventStream;
  /** Reads the manifests again and replaces the copy that is applied; undefined if nothing has changed. */
  readonly reread: (() => Promise<RereadManifests | undefined>) | undefined;
}

/** Takes over what has changed on disk, before a step, a swap or an undoing begins. Resolves with what to tell the learner. */
export type RefreshLab = () => Promise<readonly string[]>;

export function createRefreshLab({ lab, stream, reread }: RefreshOptions): RefreshLab {
  return async () => {
    const found = await reread?.();
    if (found === undefined) return [];
    if (found.lab !== undefined && lab.replace(found.lab))
      stream.publish({ type: 'facts-changed', facts: recordOf(lab.facts) });
    return found.notes;
  };
}
