import type { ProgramContext } from '../../shell/program.ts';
import type { TopicPartition } from '../client/topic-partitions.ts';
import { JavaError } from '../command-line/java-main.ts';
import { entriesInFile, integerIn, integersIn, textIn, textsIn } from './json-file.ts';

/** A partition and its replicas, the preferred leader first. */
export type Placement = TopicPartition & { readonly replicas: readonly number[] };

export const commandFailed = (message: string) =>
  new JavaError('kafka.common.AdminCommandFailedException', message);
const operationError = (message: string) => new JavaError('kafka.admin.AdminOperationException', message);
const notJson = operationError('The file is not a JSON object');

export function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`;
}

/** By topic, then by number. */
export function inOrder<Each extends TopicPartition>(list: readonly Each[]): Each[] {
  return [...list].sort((a, b) =>
    a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1,
  );
}

/** Placements as the tool prints and reads them. */
export function planText(placements: readonly Placement[]): string {
  const partitions = inOrder(placements).map(({ topic, partition, replicas }) => ({
    topic,
    partition,
    replicas,
    log_dirs: replicas.map(() => 'any'),
  }));
  return JSON.stringify({ version: 1, partitions });
}

/** The placements in a file, as they are. Throws JavaError. */
export function planIn(context: ProgramContext, path: string): Placement[] {
  const { version, entries = [] } = entriesInFile(context, path, 'partitions', notJson);
  requireVersion(version);
  return entries.map((entry) => {
    const placement = {
      topic: textIn(entry, 'topic'),
      partition: integerIn(entry, 'partition'),
      replicas: integersIn(entry, 'replicas'),
    };
    const directories = textsIn(entry, 'log_dirs') ?? [];
    if (directories.length > 0 && directories.length !== placement.replicas.length)
      throw operationError(
        `Size of replicas list ${listText(placement.replicas)} is different from size of log dirs list ${listText(directories)} for partition ${nameOf(placement)}`,
      );
    const chosen = directories.find((directory) => directory !== 'any');
    if (chosen !== undefined)
      throw operationError(
        `The embedded broker does not move replicas between log directories: use "any" instead of "${chosen}" for partition ${nameOf(placement)}`,
      );
    return placement;
  });
}

/** The same, checked before it is carried out. Throws JavaError. */
export function checkedPlanIn(context: ProgramContext, path: string): Placement[] {
  const plan = planIn(context, path);
  if (plan.length === 0) throw commandFailed('Partition reassignment list cannot be empty');
  if (plan.some(({ replicas }) => replicas.length === 0))
    throw commandFailed('Partition replica list cannot be empty');
  const twice = duplicates(plan.map(nameOf));
  if (twice.length > 0)
    throw commandFailed(`Partition reassignment contains duplicate topic partitions: ${twice.join(',')}`);
  const wrong = plan.flatMap((each) => {
    const ids = duplicates(each.replicas);
    return ids.length === 0 ? [] : [`${nameOf(each)} contains multiple entries for ${ids.join(',')}`];
  });
  if (wrong.length > 0)
    throw commandFailed(`Partition replica lists may not contain duplicate entries: ${wrong.join('. ')}`);
  return plan;
}

/** The names in a file of topics to move. Throws JavaError. */
export function topicsIn(context: ProgramContext, path: string): string[] {
  const { version, entries = [] } = entriesInFile(context, path, 'topics', notJson);
  requireVersion(version);
  const names = entries.map((entry) => textIn(entry, 'topic'));
  const twice = duplicates(names);
  if (twice.length > 0)
    throw commandFailed(`List of topics to reassign contains duplicate entries: ${twice.join(',')}`);
  return names;
}

/** The ids in `0,1,2`. Throws JavaError. */
export function brokersIn(text: string): number[] {
  const ids = text.split(',').map((word) => {
    if (/^[-+]?\d{1,9}$/.test(word)) return Number(word);
    throw new JavaError('java.lang.NumberFormatException', `For input string: "${word}"`);
  });
  const twice = duplicates(ids);
  if (twice.length > 0) throw commandFailed(`Broker list contains duplicate entries: ${twice.join(',')}`);
  return ids;
}

function requireVersion(version: unknown): void {
  if (version !== undefined && version !== 1)
    throw operationError(`Not supported version field value ${JSON.stringify(version)}`);
}

function duplicates<Item>(items: readonly Item[]): Item[] {
  const seen = new Set<Item>();
  return [...new Set(items.filter((item) => seen.size === seen.add(item).size))];
}

function listText(items: readonly unknown[]): string {
  return `List(${items.join(', ')})`;
}
