import type { Cluster } from '../cluster/model/cluster.ts';
import { LabError } from '../errors/lab-error.ts';
import type { Step } from '../lab/step.ts';
import { sanitizeLine } from '../text/sanitize.ts';
import type { EventStream } from './event-stream.ts';
import type { AskedClaim } from './view.ts';

/** Whose the cluster is; `cluster/claims.ts` knows. */
export interface Claims {
  /** The cluster that stands there, if it was not made here and nobody has agreed yet. */
  stranger(
    kind: AskedClaim['kind'],
    signal: AbortSignal,
  ): Promise<{ readonly id: string; readonly loss: string } | undefined>;
  agree(kind: AskedClaim['kind'], id: string): void;
}

export interface ClaimGate {
  /** True if the step may run. Else it is asked, and `wanted` is what an agreement goes on with. */
  admits(step: Step | undefined, wanted: () => void, signal: AbortSignal): Promise<boolean>;
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
    | { readonly kind: AskedClaim['kind']; readonly id: string; readonly wanted: () => void }
    | undefined;

  function close(): typeof open {
    const was = open;
    open = undefined;
    if (was !== undefined) stream.show({ type: 'asked', asked: undefined });
    return was;
  }

  return {
    async admits(step, wanted, signal) {
      const isFresh = step?.effects?.some((effect) => effect.kind === 'fresh-cluster') ?? false;
      const kind = isFresh ? 'replace' : 'use';
      // What needs a cluster and has none says so itself.
      if (claims === undefined || (kind === 'use' && cluster.state !== 'ready')) return true;
      let found: Awaited<ReturnType<Claims['stranger']>>;
      try {
        found = await claims.stranger(kind, signal);
      } catch (error) {
        // What stands in the way of a reset is told by the reset, in the step's own output.
        if (kind === 'replace' && error instanceof LabError) return true;
        throw error;
      }
      if (found === undefined) return true;
      open = { kind, id: found.id, wanted };
      stream.show({ type: 'asked', asked: { kind, loss: sanitizeLine(found.loss, lossLimit) } });
      return false;
    },
    agree() {
      const was = close();
      if (was === undefined) return;
      claims?.agree(was.kind, was.id);
      was.wanted();
    },
    decline() {
      close();
    },
  };
}
