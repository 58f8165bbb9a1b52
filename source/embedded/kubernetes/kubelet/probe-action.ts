import { Writable } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { Container } from '../../../kubernetes-types/core/container.ts';
import type { Probe } from '../../../kubernetes-types/core/probe.ts';
import type { Clock } from '../../../time/clock.ts';
import type { RunningContainer } from '../../containers/container.ts';
import type { Connection, PodNetwork } from '../../network/pod-network.ts';

export type ProbeResult = { readonly passed: true } | { readonly passed: false; readonly message: string };

export interface ProbeTarget {
  readonly network: PodNetwork;
  readonly clock: Clock;
  readonly ip: string;
  readonly container: Container;
  readonly running: RunningContainer;
}

const longestAnswer = 16 * 1024;

/** Probes once, within the timeout. Messages are in kubelet's words. */
export async function runProbe(probe: Probe, target: ProbeTarget): Promise<ProbeResult> {
  const abort = new AbortController();
  const timeoutMs = (probe.timeoutSeconds ?? 1) * 1000;
  let cancel: () => void = () => {};
  const timeout = new Promise<ProbeResult>((resolve) => {
    cancel = target.clock.after(timeoutMs, () =>
      resolve({ passed: false, message: timeoutMessage(probe, target) }),
    );
  });
  try {
    return await Promise.race([ask(probe, target, abort.signal), timeout]);
  } finally {
    cancel();
    abort.abort();
  }
}

async function ask(probe: Probe, target: ProbeTarget, signal: AbortSignal): Promise<ProbeResult> {
  if (probe.exec) return askExec(probe.exec.command ?? [], target.running, signal);
  if (probe.httpGet) return askHttp(probe, target, signal);
  try {
    const port = portNumber(probe.tcpSocket?.port ?? probe.grpc?.port ?? 0, target.container);
    const connection = await dial(target, probe.tcpSocket?.host, port, signal);
    connection.destroy();
    return { passed: true };
  } catch (error) {
    return { passed: false, message: dialMessage(error, probe, target) };
  }
}

async function askExec(
  command: readonly string[],
  running: RunningContainer,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const output: Buffer[] = [];
  let size = 0;
  const sink = (): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        if (size < longestAnswer) output.push(chunk.subarray(0, longestAnswer - size));
        size += chunk.length;
        done();
      },
    });
  try {
    const exitCode = await running.exec(command, { stdout: sink(), stderr: sink(), tty: false, signal });
    return exitCode === 0
      ? { passed: true }
      : { passed: false, message: Buffer.concat(output).toString('utf8') };
  } catch (error) {
    return { passed: false, message: error instanceof Error ? error.message : String(error) };
  }
}

async function askHttp(probe: Probe, target: ProbeTarget, signal: AbortSignal): Promise<ProbeResult> {
  const { path = '/', port, host, scheme = 'HTTP', httpHeaders = [] } = probe.httpGet ?? { port: 0 };
  const number = portNumber(port, target.container);
  const where = `${host || target.ip}:${number}`;
  let connection: Connection;
  try {
    connection = await dial(target, host, number, signal);
  } catch (error) {
    return { passed: false, message: `Get "${urlOf(probe, target)}": ${dialMessage(error, probe, target)}` };
  }
  const socket =
    scheme === 'HTTPS' ? connectTls({ socket: connection, rejectUnauthorized: false }) : connection;
  const headers = httpHeaders.map(({ name, value }) => `${name}: ${value}\r\n`.replace(/[\r\n]+(?!$)/g, ' '));
  try {
    socket.write(
      `GET ${path.replace(/\s/g, '%20')} HTTP/1.1\r\nHost: ${where}\r\nUser-Agent: kube-probe\r\nAccept: */*\r\n` +
        `${headers.join('')}Connection: close\r\n\r\n`,
    );
    const status = await readStatus(socket);
    return status >= 200 && status < 400
      ? { passed: true }
      : { passed: false, message: `HTTP probe failed with statuscode: ${status}` };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { passed: false, message: `Get "${urlOf(probe, target)}": ${why}` };
  } finally {
    socket.destroy();
    connection.destroy();
  }
}

/** The code of the status line: all that a probe needs. */
async function readStatus(connection: Connection): Promise<number> {
  let head = '';
  for await (const chunk of connection) {
    head += (chunk as Buffer).toString('latin1');
    const status = /^HTTP\/1\.[01] (\d{3})/.exec(head);
    if (status) return Number(status[1]);
    if (head.length > 12) throw new Error('malformed HTTP response');
  }
  throw new Error('EOF');
}

async function dial(
  target: ProbeTarget,
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

function portNumber(port: number | string, container: Container): number {
  if (typeof port === 'number') return port;
  const named = container.ports?.find(({ name }) => name === port)?.containerPort;
  return named ?? (Number(port) || 0);
}

function urlOf(probe: Probe, { container, ip }: ProbeTarget): string {
  const { path = '/', port = 0, host, scheme = 'HTTP' } = probe.httpGet ?? {};
  return `${scheme.toLowerCase()}://${host || ip}:${portNumber(port, container)}${path}`;
}

function addressOf(probe: Probe, { container, ip }: ProbeTarget): string {
  const { port, host } = probe.tcpSocket ?? probe.httpGet ?? { port: probe.grpc?.port ?? 0, host: undefined };
  return `${host || ip}:${portNumber(port, container)}`;
}

function dialMessage(error: unknown, probe: Probe, target: ProbeTarget): string {
  const code = (error as NodeJS.ErrnoException).code;
  const words: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'connect: connection refused',
    EHOSTUNREACH: 'connect: no route to host',
    ENOTFOUND: 'lookup: no such host',
  };
  const why = words[code ?? ''] ?? (error instanceof Error ? error.message : String(error));
  return `dial tcp ${addressOf(probe, target)}: ${why}`;
}

function timeoutMessage(probe: Probe, target: ProbeTarget): string {
  const seconds = probe.timeoutSeconds ?? 1;
  if (probe.exec) return `command "${(probe.exec.command ?? []).join(' ')}" timed out after ${seconds}s`;
  if (probe.httpGet)
    return `Get "${urlOf(probe, target)}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`;
  return `dial tcp ${addressOf(probe, target)}: i/o timeout`;
}
