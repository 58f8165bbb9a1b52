import type { CommandOutput } from '../model/observations.ts';
import type { LabFacts } from '../model/step.ts';
import { list } from '../model/text-format.ts';
import { fails, holds } from '../model/verdict.ts';
import { describeFailure, linesOf } from './command-output.ts';
import { namedCheck } from './named-check.ts';

export const offsetsDescribed = namedCheck({
  name: 'offsets-described',
  says: "The output of `kafka-consumer-groups --describe` has every partition of the lab's topic, each with this CURRENT-OFFSET, or with one above 0.",
  parameters: {
    command: { type: 'number', says: 'the number of the command, from 0' },
    offset: { type: 'number', optional: true, says: 'the offset; any above 0 if it is left out' },
  },
  look: ['outputs'],
  withinMs: 60_000,
  verify: ({ outputs }, facts, { command, offset }) => {
    const output = outputs.at(command);
    if (output === undefined) return fails('not every command ran');
    if (output.exitCode !== 0) return fails(describeFailure(output));
    const rows = describedOffsets(output, facts);
    if (rows.size === 0)
      return fails(`no row of topic ${facts.topic}`, 'The group has committed nothing for it.');
    const evidence = `CURRENT-OFFSET ${list([...rows].map(([partition, each]) => `p${partition} ${each ?? '-'}`))}`;
    const isWanted = (each: number | undefined) =>
      each !== undefined && (offset === undefined ? each > 0 : each === offset);
    const all = Array.from({ length: facts.partitions }, (_, partition) => rows.get(partition));
    return all.every(isWanted) ? holds(evidence) : fails(evidence);
  },
});

/** Partition → CURRENT-OFFSET; `undefined` where nothing is committed, which the tool prints as `-`. */
function describedOffsets({ stdout }: CommandOutput, { topic }: LabFacts): Map<number, number | undefined> {
  const rows = new Map<number, number | undefined>();
  for (const line of linesOf(stdout)) {
    const [, of, partition, current] = line.trim().split(/\s+/);
    if (of !== topic || partition === undefined || !/^\d{1,9}$/.test(partition)) continue;
    rows.set(Number(partition), /^\d+$/.test(current ?? '') ? Number(current) : undefined);
  }
  return rows;
}
