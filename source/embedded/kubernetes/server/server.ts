import { randomBytes } from 'node:crypto';
import { once, setMaxListeners } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { HeldBytes } from '../../bounds/held-bytes.ts';
import type { ApiContext } from '../api/context.ts';
import type { NodeAgent } from '../objects/agent-api.ts';
import type { Store } from '../objects/store-api.ts';
import { YamlThread } from '../yaml/yaml-thread.ts';
import { createAccessCheck } from './access.ts';
import { createServerCertificate, type ServerCertificate } from './certificate.ts';
import { limits, serveConnections } from './connections.ts';
import { writeKubeconfig } from './kubeconfig.ts';

export interface ApiServerOptions {
  readonly store: Store;
  readonly agent: NodeAgent;
  /** The kubeconfig's directory. */
  readonly directory: string;
  /** Names the cluster and its context in the kubeconfig. */
  readonly name?: string;
  /** A port on 127.0.0.1; any free one by default. */
  readonly port?: number;
  /** A new one by default. */
  readonly certificate?: ServerCertificate;
  readonly now?: () => number;
  /** The bundled yaml-worker.ts; without it, long YAML is refused. */
  readonly yamlWorker?: string;
  /** The bytes held by connections of all protocols; by default a budget for this server alone. */
  readonly held?: HeldBytes;
  /** Why no change can be stored now, in one line; undefined while storing works. */
  readonly cannotKeep?: () => string | undefined;
  log(line: string): void;
}

export interface ApiServer {
  readonly url: string;
  readonly port: number;
  /** Path of a kubeconfig with this session's authority and token, mode 0600. */
  readonly kubeconfig: string;
  /** Ends all streams and connections. */
  close(): Promise<void>;
}

/**
 * Serves the Kubernetes API over HTTPS on 127.0.0.1, with a certificate and a token of its own.
 * Rejects with the socket's error (`EADDRINUSE`) when the port is taken.
 */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const { store, agent, directory, name = 'kafka-lab' } = options;
  const { certificate = createServerCertificate(name) } = options;
  const token = randomBytes(32).toString('base64url');
  const check = createAccessCheck(token);
  const closing = new AbortController();
  // Each open watch, log and proxied request listens.
  setMaxListeners(0, closing.signal);
  const yaml = new YamlThread(options.yamlWorker);
  const context: ApiContext = {
    store,
    agent,
    yaml,
    held: options.held ?? new HeldBytes(options.log),
    closing: closing.signal,
    now: options.now ?? Date.now,
    ...(options.cannotKeep === undefined ? {} : { cannotKeep: options.cannotKeep }),
    log: (line) => options.log(line),
  };
  const server = createServer({
    key: certificate.key,
    cert: certificate.certificate,
    ALPNProtocols: ['http/1.1'],
    ...limits,
  });
  const upgrades = serveConnections(server, context, check);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `https://127.0.0.1:${port}`;

  const close = async () => {
    if (closing.signal.aborted) return;
    closing.abort();
    upgrades.close();
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await yaml.close();
    await closed;
  };
  try {
    const kubeconfig = await writeKubeconfig(directory, {
      name,
      url,
      authority: certificate.authority,
      token,
    });
    return { url, port, kubeconfig, close };
  } catch (error) {
    await close();
    throw error;
  }
}
