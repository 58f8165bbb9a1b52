import type { Container } from '../../../kubernetes-types/core/container.ts';
import type { Connection, PodNetwork } from '../../network/pod-network.ts';

/** Where the kubelet connects to for a probe or a hook. */
export interface DialTarget {
  readonly network: PodNetwork;
  readonly ip: string;
  readonly container: Container;
}

/** Connects from the node; the connection ends with the signal. Rejects like {@link PodNetwork.connect}. */
export async function dial(
  target: DialTarget,
  host: string | undefined,
  port: number,
  signal: AbortSignal,
): Promise<Connection> {
  const connection = await target.network.connect('host', host || target.ip, port);
  connection.on('error', () => {});
  if (signal.aborted) connection.destroy();
  else signal.addEventListener('abort', () => connection.destroy(), { once: true });
  return connection;
}

/** A port by number, or by the name that the container gives it; 0: there is none of that name. */
export function portNumber(port: number | string, container: Container): number {
  if (typeof port === 'number') return port;
  const named = container.ports?.find(({ name }) => name === port)?.containerPort;
  return named ?? (Number(port) || 0);
}

/** The words of Go's dialer for an error of {@link dial}. */
export function dialMessage(error: unknown, address: string): string {
  const code = (error as NodeJS.ErrnoException).code;
  const words: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'connect: connection refused',
    EHOSTUNREACH: 'connect: no route to host',
    ENOTFOUND: 'lookup: no such host',
  };
  const why = words[code ?? ''] ?? (error instanceof Error ? error.message : String(error));
  return `dial tcp ${address}: ${why}`;
}
