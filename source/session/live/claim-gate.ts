import type { Cluster } from '../../cluster/model/cluster.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { Step } from '../../lab/model/step.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import type { EventStream } from '../event-stream.ts';
import type { ClaimQuestion } from '../view.ts';

/** Who owns the cluster: see `cluster/claims.ts`. */
export interface Claims {
  /** The existing cluster, if this session did not create it and the user has not agreed yet to use or replace it. */
  foreign(
    kind: ClaimQuestion['kind'],
    signal: AbortSignal,
  ): Promise<{ readonly id: string; readonly loss: string } | undefined>;
  agree(kind: ClaimQuestion['kind'], id: string): void;
}

export interface ClaimGate {
  /** True if the step may run. Otherwise the question is shown, and `agree` calls `proceed`. */
  admits(step: Step | undefined, proceed: () => void, signal: AbortSignal): Promise<boolean>;
  agree(): void;
  decline(): void;
}

const lossLimit = 600;

/** Asks before the session uses or replaces a cluster that it did not make. Without `claims`, everything is admitted. */
export function createClaimGate({
  cluster,
  claims,
  stream,
}: {
  readonly cluster: Pick<Cluster, 'state'>;
  readonly claims: Claims | undefined;
  readonly stream: EventStream;
}): ClaimGate {
  let open:
    | { readonly kind: ClaimQuestion['kind']; readonly id: string; readonly proceed: () => void }
    | undefined;

  function close(): typeof open {
    const pending = open;
    open = undefined;
    if (pending !== undefined) stream.show({ type: 'claim-question', question: undefined });
    return pending;
  }

  return {
    async admits(step, proceed, signal) {
      const isFresh = step?.effects?.some((effect) => effect.kind === 'fresh-cluster') ?? false;
      const kind = isFresh ? 'replace' : 'use';
      // A step that needs a cluster reports a missing one itself.
      if (claims === undefined || (kind === 'use' && cluster.state !== 'ready')) return true;
      let found: Awaited<ReturnType<Claims['foreign']>>;
      try {
        found = await claims.foreign(kind, signal);
      } catch (error) {
        // The reset itself reports this, in the step's own output.
        if (kind === 'replace' && error instanceof LabError) return true;
        throw error;
      }
      if (found === undefined) return true;
      open = { kind, id: found.id, proceed };
      stream.show({ type: 'claim-question', question: { kind, loss: sanitizeLine(found.loss, lossLimit) } });
      return false;
    },
    agree() {
      const pending = close();
      if (pending === undefined) return;
      claims?.agree(pending.kind, pending.id);
      pending.proceed();
    },
    decline() {
      close();
    },
  };
}
