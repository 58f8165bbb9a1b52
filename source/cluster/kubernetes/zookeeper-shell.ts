import { LabError } from '../../errors/lab-error.ts';
import { parseJson } from '../../files/parse-json.ts';
import { isJsonObject } from '../../json/json-value.ts';
import type { BrokerSeen } from '../../lab/model/observations.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import type { ApiClient } from '../api/api-client.ts';
import { isNotFound } from '../api/api-errors.ts';
import { execInPod } from '../api/exec.ts';
import { segment } from '../api/paths.ts';
import { requestKind } from '../api/read-objects.ts';

const maxOutputBytes = 256 * 1024;

export interface ZooKeeperPod {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
}

/** The brokers registered under `/brokers/ids`, read with the pod's own zookeeper-shell; none while there is no ZooKeeper. */
export async function observeBrokers(
  api: ApiClient,
  zookeeper: ZooKeeperPod,
  signal: AbortSignal,
): Promise<BrokerSeen[]> {
  const container = await runningContainer(api, zookeeper, signal);
  if (container === undefined) return [];
  const ids = parseChildren(await shell(api, zookeeper, container, ['ls', '/brokers/ids'], signal));
  const brokers = await Promise.all(
    ids.map(async (id) =>
      parseBroker(id, await shell(api, zookeeper, container, ['get', `/brokers/ids/${id}`], signal)),
    ),
  );
  return brokers.filter((broker) => broker !== undefined).sort((a, b) => a.id - b.id);
}

/** The container to run the shell in; undefined while ZooKeeper does not run. */
export async function runningContainer(
  api: ApiClient,
  { namespace, pod }: ZooKeeperPod,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const path = `/api/v1/namespaces/${segment(namespace)}/pods/${segment(pod)}`;
    const { spec, status } = await requestKind(api, 'pods', { path, signal });
    return status?.phase === 'Running' ? spec.containers[0]?.name : undefined;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function shell(
  api: ApiClient,
  { namespace, pod, port }: ZooKeeperPod,
  container: string,
  words: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const output = { stdout: '', stderr: '' };
  const command = ['zookeeper-shell', `localhost:${port}`, ...words];
  const exitCode = await execInPod(
    api,
    { namespace, pod, container, command },
    {
      onOutput(stream, bytes) {
        if (output[stream].length < maxOutputBytes) output[stream] += bytes.toString('utf8');
      },
      signal,
    },
  );
  // Before the first broker registers the node does not exist; that is a valid answer.
  if (exitCode !== 0 && !/Node does not exist|NoNode/.test(output.stderr + output.stdout)) {
    const reason = sanitizeLine(output.stderr.trim().split('\n').at(-1) ?? '', 300);
    throw new LabError('cluster', `\`${command.join(' ')}\` in ${pod} ended with ${exitCode} (${reason})`);
  }
  return output.stdout;
}

/** The names in `[0, 1, 2]`, the last line that `ls` prints. */
export function parseChildren(stdout: string): number[] {
  const line = stdout
    .trimEnd()
    .split('\n')
    .findLast((one) => /^\[.*\]\s*$/.test(one.trim()));
  if (line === undefined) return [];
  return line
    .trim()
    .slice(1, -1)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => /^\d{1,9}$/.test(name))
    .map(Number);
}

/** The registration that `get /brokers/ids/N` prints; undefined if there is none, or it has no host. */
export function parseBroker(id: number, stdout: string): BrokerSeen | undefined {
  const line = stdout.split('\n').findLast((one) => one.trimStart().startsWith('{'));
  if (line === undefined) return undefined;
  const value = parseJson(line);
  if (!isJsonObject(value)) return undefined;
  const listed = Array.isArray(value.endpoints)
    ? value.endpoints.slice(0, mostEndpoints).flatMap(addressOf)
    : [];
  // With several listeners, host and port are those of a plaintext one or missing; the endpoints always say.
  const [first = listed[0]] =
    typeof value.host === 'string' && typeof value.port === 'number' && value.port > 0
      ? [{ host: sanitizeLine(value.host, 255), port: value.port }]
      : [];
  if (first === undefined) return undefined;
  const others = [...new Set(listed.map(({ host }) => host))].filter((host) => host !== first.host);
  return { id, ...first, ...(others.length === 0 ? {} : { others }) };
}

const mostEndpoints = 20;

/** `PLAINTEXT://kafka-0:9092` */
function addressOf(endpoint: unknown): { host: string; port: number }[] {
  const [, host, port] = /:\/\/(.+):(\d{1,5})$/.exec(String(endpoint)) ?? [];
  return host === undefined ? [] : [{ host: sanitizeLine(host, 255), port: Number(port) }];
}
