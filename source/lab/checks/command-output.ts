import type { CommandOutput, PartitionSeen } from '../model/observations.ts';
import type { Check } from '../model/step.ts';
import { check, fails, holds } from '../model/verdict.ts';

/** The lines that are not blank. */
export function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}

/** One line about a failed command: the last of stderr, or else of stdout. */
export function describeFailure(output: CommandOutput): string {
  const line = linesOf(output.stderr).at(-1) ?? linesOf(output.stdout).at(-1) ?? 'no output';
  return `\`${output.command}\` ended with exit code ${output.exitCode}: ${line.trim()}`;
}

/** Every command of the step exited with 0. The evidence is the last line of the last command, or of the one at index `shown`. */
export function succeeded(id: string, title: string, hint: string, shown = -1): Check {
  return check({
    id,
    title,
    look: ['outputs'],
    withinMs: 0,
    verify: ({ outputs }) => {
      const failed = outputs.find((output) => output.exitCode !== 0);
      if (failed) return fails(describeFailure(failed), hint);
      if (outputs.length === 0) return fails('no command ran', hint);
      return holds(
        linesOf(outputs.at(shown)?.stdout ?? '')
          .at(-1)
          ?.trim() ?? 'exit code 0, no output',
      );
    },
  });
}

/** The broker ids that `zookeeper-shell … ls /brokers/ids` printed: the last line of the form `[0, 1, 2]`. */
export function parseIdList(stdout: string): number[] | undefined {
  const line = linesOf(stdout).findLast((candidate) => /^\[[\d, ]*\]$/.test(candidate.trim()));
  if (line === undefined) return undefined;
  return (line.match(/\d+/g) ?? []).map(Number).sort((a, b) => a - b);
}

/** The registration that `zookeeper-shell … get /brokers/ids/N` printed: the last line that is a JSON object with a host. */
export function parseBrokerDetail(stdout: string): { host: string; port: number } | undefined {
  for (const line of linesOf(stdout).reverse()) {
    if (!line.trim().startsWith('{')) continue;
    try {
      const value: unknown = JSON.parse(line);
      if (typeof value !== 'object' || value === null) continue;
      const { host, port } = value as { host?: unknown; port?: unknown };
      if (typeof host === 'string' && typeof port === 'number') return { host, port };
    } catch (error) {
      // a line that only looks like JSON: an earlier one may still be the detail
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return undefined;
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
