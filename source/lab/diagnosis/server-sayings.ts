import type { PartOfLab } from './rule.ts';

/** A line that a program logs about its own mistake, and what it means for the manifest. */
export interface Saying {
  readonly pattern: RegExp;
  /** `pod`: the one that says it. `ownId`: the broker id that is its own and no other pod's, as far as manifest and cluster tell. */
  hint(
    match: RegExpExecArray,
    part: PartOfLab,
    said: { readonly pod: string; readonly ownId?: number },
  ): string;
}

const where = ({ kind, name, file }: PartOfLab): string => `${kind} ${name} in ${file}`;

/** `num.partitions` → `KAFKA_NUM_PARTITIONS`, as the start script of cp-kafka reads it. */
export function variableOf(setting: string, prefix = 'KAFKA'): string {
  const name = setting.replaceAll('-', '___').replaceAll('_', '__').replaceAll('.', '_');
  return `${prefix}_${name.toUpperCase()}`;
}

/** A broker finds its id in ZooKeeper already; the first or the second group is the id. */
const takenId =
  /\/brokers\/ids\/(\d+)[^\n]*(?:already exists|NodeExists)|NodeExists[^\n]*\/brokers\/ids\/(\d+)/;

/** The broker id that this log line says is taken; undefined if it says nothing of the kind. */
export function idSaidTaken(line: string): number | undefined {
  const [, first, second] = takenId.exec(line) ?? [];
  const id = first ?? second;
  return id === undefined ? undefined : Number(id);
}

/** What brokers, ZooKeeper and their start scripts log before they end: causes before what follows from them. */
export const serverSayings: readonly Saying[] = [
  {
    pattern: /\b((?:KAFKA|ZOOKEEPER)_\w+) is required/,
    hint: ([, name], part) =>
      `The variable ${name} is not set: add it under \`env\` of ${where(part)}, and compare its spelling.`,
  },
  {
    // The start script of cp-kafka means KAFKA_PORT, which Kubernetes makes of a Service of that name.
    pattern: /^port is deprecated\. Please use KAFKA_ADVERTISED_LISTENERS instead/m,
    hint: (_, part) =>
      `A Service named \`kafka\` gives every pod of the namespace a variable KAFKA_PORT, which the start script of the image refuses: rename the Service, or set \`enableServiceLinks: false\` in the pod template of ${where(part)}.`,
  },
  {
    pattern:
      /^(advertised\.host|advertised\.port|host) is deprecated\. Please use KAFKA_ADVERTISED_LISTENERS instead/m,
    hint: ([, setting = ''], part) =>
      `This image takes KAFKA_ADVERTISED_LISTENERS in place of ${variableOf(setting)}: replace it under \`env\` of ${where(part)}.`,
  },
  {
    pattern: /\b((?:KAFKA|ZOOKEEPER)_\w+) is deprecated\. Please use (\S+) instead/,
    hint: ([, name, instead], part) =>
      `This image takes ${instead} in place of ${name}: rename it under \`env\` of ${where(part)}.`,
  },
  {
    pattern: /Invalid value (.*?) for configuration ([\w.]+)/,
    hint: ([, value, setting = ''], part) =>
      `Kafka does not accept \`${value}\` for \`${setting}\`: correct ${variableOf(setting)} under \`env\` of ${where(part)}.`,
  },
  {
    pattern: /Missing required configuration "?([\w.]+\w)/,
    hint: ([, setting = ''], part) =>
      `Kafka needs \`${setting}\`: add ${variableOf(setting)} under \`env\` of ${where(part)}.`,
  },
  {
    pattern: takenId,
    hint: ([, first, second], part, { pod, ownId }) => {
      const id = first ?? second;
      return Number(id) === ownId
        ? `${pod} crashed, and its entry is still in ZooKeeper: it stays until the session of the crashed broker expires, after 18 seconds by default, and the broker cannot start before that. Kubernetes tries again by itself: wait, then run the step again.`
        : `Two brokers have the id ${id}: each pod needs a KAFKA_BROKER_ID of its own. Take it from the pod's name in \`command\` of ${where(part)}.`;
    },
  },
  {
    pattern:
      /Configured end points (\S+?):\d+(?:,\S+)? in advertised listeners are already registered by broker (\d+)/,
    hint: ([, host = '', other], part) =>
      host === 'localhost' || host.startsWith('127.')
        ? `The brokers tell each client to connect to \`${host}\`, which is the client's own pod, and Kafka lets only one of them do so: put the pod's name in the Service into KAFKA_ADVERTISED_LISTENERS of ${where(part)}.`
        : `Several brokers advertise the same name, \`${host}\`, and broker ${other} has it already: give each a name of its own in KAFKA_ADVERTISED_LISTENERS of ${where(part)}, as in \`PLAINTEXT://$(POD_NAME).SERVICE…\`.`,
  },
  {
    pattern: /onfigured broker\.id (\d+) doesn't match stored broker\.id (?:Some\()?(\d+)/,
    hint: ([, now, stored], part) =>
      `The broker's disk belongs to broker ${stored}, and KAFKA_BROKER_ID now says ${now}: give it its old id in ${where(part)}, or delete its claim (\`kubectl delete pvc -l app=${part.name}\`) to start empty.`,
  },
  {
    pattern: /Cluster ID \S+ doesn't match stored clusterId/,
    hint: (_, part) =>
      `The brokers' disks belong to an earlier cluster, and ZooKeeper began empty, as it does when its pod is replaced and has no volume claim. The old topics are gone: delete the StatefulSet and its claims (\`kubectl delete pvc -l app=${part.name}\`), then \`kubectl apply -f ${part.file}\`.`,
  },
  {
    pattern: /(?:Unable to canonicalize address|UnknownHostException:|Unable to resolve address:?) ([\w.-]+)/,
    hint: ([, host], part) =>
      `The name \`${host}\` is not in the cluster's DNS: compare it with the names of the Services, in KAFKA_ZOOKEEPER_CONNECT and KAFKA_ADVERTISED_LISTENERS of ${where(part)}.`,
  },
  {
    pattern: /Timed out waiting for connection while in state: CONNECTING|ZooKeeperClientTimeoutException/,
    hint: (_, part) =>
      `The broker cannot reach ZooKeeper: compare KAFKA_ZOOKEEPER_CONNECT of ${where(part)} with the name and port of ZooKeeper's Service.`,
  },
  {
    pattern:
      /Could not reserve enough space for object heap|Invalid (?:initial|maximum) heap size|nitial heap size set to a larger value/,
    hint: (_, part) =>
      `Java cannot use this heap size: correct KAFKA_HEAP_OPTS of ${where(part)}, as in \`-Xms512m -Xmx512m\`.`,
  },
  {
    pattern: /Unrecognized (?:VM )?option:? '?([^\s']+)|Could not create the Java Virtual Machine/,
    hint: (_, part) =>
      `Java does not know one of its options: compare KAFKA_HEAP_OPTS, KAFKA_OPTS and KAFKA_JVM_PERFORMANCE_OPTS of ${where(part)}.`,
  },
  {
    pattern: /java\.lang\.OutOfMemoryError/,
    hint: (_, part) =>
      `The broker's heap is full: raise KAFKA_HEAP_OPTS of ${where(part)}, and \`resources\` with it.`,
  },
  {
    pattern: /No space left on device/,
    hint: (_, part) =>
      `The broker's disk is full: raise \`storage\` under \`volumeClaimTemplates\` of ${where(part)}, or make room.`,
  },
  {
    pattern: /Socket server failed to bind to (\S+)|Address already in use/,
    hint: (_, part) =>
      `The broker cannot listen where it should: compare KAFKA_LISTENERS of ${where(part)}. Two listeners need two ports.`,
  },
  {
    pattern: /(?:AccessDeniedException:?|Permission denied:?|not writable|is not writable) ?(\/\S+)?/,
    hint: ([, path], part) =>
      `The broker may not write${path === undefined ? '' : ` to \`${path}\``}: compare \`volumeMounts\` and \`securityContext.fsGroup\` of ${where(part)}.`,
  },
  {
    pattern: /requirement failed: (.*)/,
    hint: ([, what = ''], part) => {
      const setting = /\b([a-z]+(?:\.[a-z]+)+)\b/.exec(what)?.[1];
      return `Kafka refuses its settings${setting === undefined ? '' : `: mend ${variableOf(setting)}`} under \`env\` of ${where(part)}.`;
    },
  },
  {
    pattern: /^(?:\/bin\/)?(?:ba)?sh: (?:line )?\d*:? ?([^:\s]+): (?:command )?not found/,
    hint: ([, program], part) =>
      `\`command\` of ${where(part)} starts \`${program}\`, which the image does not have: compare its spelling.`,
  },
];
