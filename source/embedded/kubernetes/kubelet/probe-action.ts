import { Writable } from 'node:stream';
import type { HTTPGetAction, Probe } from '../../../kubernetes-types/core/probe.ts';
import type { Clock } from '../../../time/clock.ts';
import type { RunningContainer } from '../../containers/container.ts';
import { httpGet, urlOf } from './http-get.ts';
import { type DialTarget, dial, dialMessage, portNumber } from './pod-dial.ts';

export type ProbeResult = { readonly passed: true } | { readonly passed: false; readonly message: string };

export interface ProbeTarget extends DialTarget {
  readonly clock: Clock;
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
  if (probe.httpGet) return askHttp(probe.httpGet, target, signal);
  try {
    const port = portNumber(probe.tcpSocket?.port ?? probe.grpc?.port ?? 0, target.container);
    const connection = await dial(target, probe.tcpSocket?.host, port, signal);
    connection.destroy();
    return { passed: true };
  } catch (error) {
    return { passed: false, message: dialMessage(error, addressOf(probe, target)) };
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

async function askHttp(
  action: HTTPGetAction,
  target: ProbeTarget,
  signal: AbortSignal,
): Promise<ProbeResult> {
  try {
    const status = await httpGet(action, target, 'kube-probe', signal);
    return status >= 200 && status < 400
      ? { passed: true }
      : { passed: false, message: `HTTP probe failed with statuscode: ${status}` };
  } catch (error) {
    return { passed: false, message: error instanceof Error ? error.message : String(error) };
  }
}

function addressOf(probe: Probe, { container, ip }: ProbeTarget): string {
  const { port, host } = probe.tcpSocket ?? probe.httpGet ?? { port: probe.grpc?.port ?? 0, host: undefined };
  return `${host || ip}:${portNumber(port, container)}`;
}

function timeoutMessage(probe: Probe, target: ProbeTarget): string {
  const seconds = probe.timeoutSeconds ?? 1;
  if (probe.exec) return `command "${(probe.exec.command ?? []).join(' ')}" timed out after ${seconds}s`;
  if (probe.httpGet)
    return `Get "${urlOf(probe.httpGet, target)}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`;
  return `dial tcp ${addressOf(probe, target)}: i/o timeout`;
}
