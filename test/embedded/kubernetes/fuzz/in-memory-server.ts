import { createServer, type ServerOptions } from 'node:http';
import { type Duplex, duplexPair } from 'node:stream';
import { HeldBytes } from '../../../../source/embedded/bounds/held-bytes.ts';
import type { Store } from '../../../../source/embedded/kubernetes/objects/store-api.ts';
import { limits, serveConnections } from '../../../../source/embedded/kubernetes/server/connections.ts';
import { createStore } from '../../../../source/embedded/kubernetes/store/memory-store.ts';
import { YamlThread } from '../../../../source/embedded/kubernetes/yaml/yaml-thread.ts';
import { FakeAgent } from '../api/fake-agent.ts';

/** FUZZ_COUNT=1000000 for a long run, FUZZ_SEED for another seed. */
export const fuzzSeed = Number(process.env.FUZZ_SEED ?? 1);
export const fuzzCount = (small: number): number => Number(process.env.FUZZ_COUNT ?? small);

export interface InMemoryServer {
  readonly store: Store;
  /** The lines that the server logged. */
  readonly logged: string[];
  /** The client's end of a new connection, without a network or TLS. */
  open(): Duplex;
  close(): void;
}

/** The API server from the byte level up, without authentication: one pod `target` in `default`. */
export function startInMemoryServer(stricter: ServerOptions = {}): InMemoryServer {
  const store = createStore({ history: 64 });
  for (const name of ['default', 'kube-system']) store.create('namespaces', { metadata: { name } });
  store.create('pods', {
    metadata: { name: 'target', namespace: 'default', labels: { app: 'target' } },
    spec: { nodeName: 'worker', containers: [{ name: 'main', image: 'busybox:1' }] },
  });
  store.update('pods', 'default', 'target', (pod) => {
    const container = { name: 'main', image: 'busybox:1', imageID: '', ready: true, restartCount: 0 };
    pod.status = { phase: 'Running', containerStatuses: [{ ...container, state: { running: {} } }] };
  });
  const logged: string[] = [];
  const closing = new AbortController();
  const server = createServer({ ...limits, ...stricter });
  // It listens nowhere; this starts the check for slow peers.
  server.emit('listening');
  const context = {
    store,
    agent: new FakeAgent(),
    yaml: new YamlThread(undefined),
    held: new HeldBytes(),
    closing: closing.signal,
    now: Date.now,
    log: (line: string) => void logged.push(line),
  };
  const upgrades = serveConnections(server, context, () => {});
  return {
    store,
    logged,
    open() {
      const [client, served] = duplexPair();
      client.on('error', () => {});
      served.on('error', () => {});
      server.emit('connection', served);
      return client;
    },
    close() {
      closing.abort();
      upgrades.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

const turnsForAnAnswer = 40;

/** Lets the event loop turn until `holds`, or until the time is up that a response may take. */
export async function within(holds: () => boolean, turns = turnsForAnAnswer): Promise<void> {
  for (let turn = 0; turn < turns && !holds(); turn++) await new Promise((resolve) => setImmediate(resolve));
}
