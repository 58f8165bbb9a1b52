import type { CommandOutput, PartitionSeen } from '../model/observations.ts';

/** The lines that are not blank. */
export function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}

/** One line about a failed command: the last of stderr, or else of stdout. */
export function describeFailure(output: CommandOutput): string {
  const line = linesOf(output.stderr).at(-1) ?? linesOf(output.stdout).at(-1) ?? 'no output';
  return `\`${output.command}\` ended with exit code ${output.exitCode}: ${line.trim()}`;
}

/** The broker ids that `zookeeper-shell … ls /brokers/ids` printed: the last line of the form `[0, 1, 2]`. */
export function parseIdList(stdout: string): number[] | undefined {
  const line = linesOf(stdout).findLast((candidate) => /^\[[\d, ]*\]$/.test(candidate.trim()));
  if (line === undefined) return undefined;
  return (line.match(/\d+/g) ?? []).map(Number).sort((a, b) => a - b);
}

/** Where a broker with several listeners is to be found, by its registration. */
export interface BrokerDetail {
  /** The first is the one that Kafka registers as `host` and `port`, if it has one without encryption. */
  readonly addresses: readonly { readonly host: string; readonly port: number }[];
}

/** The registration that `zookeeper-shell … get /brokers/ids/N` printed: the last line that is a JSON object with a host or endpoints. */
export function parseBrokerDetail(stdout: string): BrokerDetail | undefined {
  for (const line of linesOf(stdout).reverse()) {
    if (!line.trim().startsWith('{')) continue;
    try {
      const value: unknown = JSON.parse(line);
      if (typeof value !== 'object' || value === null) continue;
      const { host, port, endpoints } = value as { host?: unknown; port?: unknown; endpoints?: unknown };
      const addresses = [
        ...(typeof host === 'string' && typeof port === 'number' ? [{ host, port }] : []),
        ...(Array.isArray(endpoints) ? endpoints.flatMap(addressOf) : []),
      ];
      if (addresses.length > 0) return { addresses };
    } catch (error) {
      // a line that only looks like JSON: an earlier one may still be the detail
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return undefined;
}

/** `PLAINTEXT://kafka-0:9092` */
function addressOf(endpoint: unknown): { host: string; port: number }[] {
  const [, host, port] = /:\/\/(.+):(\d{1,5})$/.exec(String(endpoint)) ?? [];
  return host === undefined ? [] : [{ host, port: Number(port) }];
}

/** The partition lines of `kafka-topics --describe`: `Topic: test  Partition: 0  Leader: 1  Replicas: 1,2,0  Isr: 1,2,0`. */
export function parseDescribedPartitions(stdout: string, topic: string): PartitionSeen[] {
  const form = /^\s*Topic:\s*(\S+)\s+Partition:\s*(\d+)\s+Leader:\s*(\S+)\s+Replicas:\s*(\S*)\s+Isr:\s*(\S*)/;
  const partitions: PartitionSeen[] = [];
  for (const line of linesOf(stdout)) {
    const match = form.exec(line);
    if (!match || match[1] !== topic) continue;
    const [, , partition = '', leader = '', replicas = '', isr = ''] = match;
    partitions.push({
      partition: Number(partition),
      leader: /^\d+$/.test(leader) ? Number(leader) : -1,
      replicas: idsOf(replicas),
      isr: idsOf(isr),
    });
  }
  return partitions;
}

function idsOf(text: string): number[] {
  return text.split(',').filter(Boolean).map(Number);
}

const loggedError = /\b(?:ERROR|FATAL)\b|(?:[\w$]+\.)+[\w$]*(?:Exception|Error)\b|^(?:panic|fatal): /;

/** Lines that report an error: ERROR, FATAL, a Java exception by its full name, a panic. */
export function errorLines(text: string): string[] {
  return linesOf(text).filter((line) => loggedError.test(line));
}
