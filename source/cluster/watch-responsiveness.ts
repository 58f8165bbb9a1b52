import { debugLog } from '../debug/debug-log.ts';
import { isExpectedFailure } from '../errors/expected-failure.ts';
import { type ApiClient, connectApiClient } from './api/api-client.ts';
import { ApiStatusError } from './api/api-errors.ts';
import type { Cluster, ClusterState } from './model/cluster.ts';

const debug = debugLog.section('cluster');

/** The interval between probes of a local API server and the timeout of each, in ms: together less than two seconds. */
const here = { everyMs: 350, withinMs: 1_300 };
/** The same for a remote cluster that may belong to somebody else. */
const elsewhere = { everyMs: 5_000, withinMs: 10_000 };

export interface WatchResponsivenessOptions {
  /** Probes once; rejects if there is no response. */
  readonly ask?: (signal: AbortSignal) => Promise<void>;
  readonly everyMs?: number;
  readonly withinMs?: number;
}

/**
 * The same cluster, whose state is `silent` while it is up but its API server does not respond, for example because its process is
 * stopped. Any response counts, including an error.
 */
export function watchResponsiveness(cluster: Cluster, options: WatchResponsivenessOptions = {}): Cluster {
  const pace = cluster.kind === 'context' ? elsewhere : here;
  const { everyMs = pace.everyMs, withinMs = pace.withinMs } = options;
  const listeners = new Set<(state: ClusterState) => void>();
  let api: ApiClient | undefined;
  let watching: AbortController | undefined;
  let silent = false;

  const ask =
    options.ask ??
    (async (signal: AbortSignal): Promise<void> => {
      api ??= await connectApiClient(cluster);
      try {
        await api.text({ path: '/readyz', signal });
      } catch (error) {
        if (!(error instanceof ApiStatusError)) throw error;
      }
    });

  function tell(): void {
    const state = current();
    for (const listener of listeners) listener(state);
  }

  function current(): ClusterState {
    return silent && cluster.state === 'ready' ? 'silent' : cluster.state;
  }

  async function watch(stop: AbortSignal): Promise<void> {
    let wasSilent = false;
    while (!stop.aborted) {
      await pause(everyMs, stop);
      if (stop.aborted) return;
      const askedAt = performance.now();
      const isThere = await ask(AbortSignal.any([stop, AbortSignal.timeout(withinMs)])).then(
        () => true,
        (error: unknown) => {
          if (!isExpectedFailure(error)) debug('asking the API server: %s', error);
          return false;
        },
      );
      if (stop.aborted) return;
      // If this process was suspended in between, the missing response proves nothing.
      if (!isThere && performance.now() - askedAt > withinMs * 2) continue;
      if (isThere === !wasSilent) continue;
      wasSilent = !isThere;
      silent = wasSilent;
      tell();
    }
  }

  function stop(): void {
    watching?.abort();
    watching = undefined;
    silent = false;
    api?.close();
    api = undefined;
  }

  const unsubscribe = cluster.onState((state) => {
    stop();
    if (state === 'ready') {
      watching = new AbortController();
      void watch(watching.signal);
    }
    tell();
  });

  return {
    kind: cluster.kind,
    name: cluster.name,
    get kubeconfig() {
      return cluster.kubeconfig;
    },
    get context() {
      return cluster.context;
    },
    get namespace() {
      return cluster.namespace;
    },
    get needsContext() {
      return cluster.needsContext === true;
    },
    get needsNamespace() {
      return cluster.needsNamespace === true;
    },
    get addresses() {
      return cluster.addresses;
    },
    get state() {
      return current();
    },
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ...(cluster.onNotice === undefined
      ? {}
      : { onNotice: (listener) => cluster.onNotice?.(listener) ?? (() => {}) }),
    attach: (signal) => cluster.attach(signal),
    existing: (signal) => cluster.existing(signal),
    reset: (output, signal, replaces) => cluster.reset(output, signal, replaces),
    build: (output, signal, which) => cluster.build(output, signal, which),
    down: (output) => cluster.down(output),
    async close() {
      stop();
      await cluster.close();
      unsubscribe();
    },
  };
}

function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stop.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    stop.addEventListener('abort', done, { once: true });
  });
}
