import type { ProgramContext } from '../../shell/program.ts';
import { writeText } from '../../shell/streams.ts';
import { JavaError } from '../command-line/java-main.ts';
import { type Options, type OptionTable, UsageError } from '../command-line/options.ts';
import { readFile } from '../command-line/property-file.ts';
import { durationOf, timestampOf } from './java-time.ts';
import { offsetsFromCsv } from './offset-csv.ts';
import type { Reset, ResetGoal } from './reset-offsets.ts';

export const groupTable = {
  'all-groups': { value: 'none', help: 'All consumer groups.' },
  'all-topics': { value: 'none', help: 'With --reset-offsets: every topic that the group has offsets of.' },
  'bootstrap-server': {
    value: 'required',
    named: 'server to connect to',
    help: 'REQUIRED: the brokers, host:port,…',
  },
  'by-duration': {
    value: 'required',
    named: 'duration',
    help: 'With --reset-offsets: from this long ago on, PnDTnHnMnS.',
  },
  'command-config': {
    value: 'required',
    named: 'command config property file',
    help: 'Settings of the client.',
  },
  delete: { value: 'none', help: 'Delete groups that have no members.' },
  'delete-offsets': { value: 'none', help: 'Delete the committed offsets of --topic.' },
  describe: { value: 'none', help: 'Show offsets and lag, members or state.' },
  'dry-run': { value: 'none', help: 'With --reset-offsets: only show the offsets.' },
  execute: { value: 'none', help: 'With --reset-offsets: commit the offsets.' },
  export: { value: 'none', help: 'With --reset-offsets: print the offsets as CSV.' },
  'from-file': {
    value: 'required',
    named: 'path to CSV file',
    help: 'With --reset-offsets: the offsets of a file that --export printed.',
  },
  group: { value: 'many', named: 'consumer group', help: 'A consumer group.' },
  list: { value: 'none', help: 'List consumer groups.' },
  members: { value: 'none', help: 'With --describe: the members.' },
  offsets: { value: 'none', help: 'With --describe: offsets and lag; so it is without this, too.' },
  'reset-offsets': { value: 'none', help: 'Set the offsets of a group that has no members.' },
  'shift-by': {
    value: 'required',
    type: 'Long',
    named: 'number-of-offsets',
    help: 'With --reset-offsets: so many further, or back if negative.',
  },
  state: {
    value: 'optional',
    help: 'With --describe: the state; with --list: the states, or groups in these states.',
  },
  timeout: {
    value: 'required',
    type: 'Long',
    named: 'timeout (ms)',
    initial: '5000',
    help: 'How long to wait for the group.',
  },
  'to-current': { value: 'none', help: 'With --reset-offsets: where they are.' },
  'to-datetime': {
    value: 'required',
    named: 'datetime',
    help: 'With --reset-offsets: from a time on, YYYY-MM-DDTHH:mm:SS.sss.',
  },
  'to-earliest': { value: 'none', help: 'With --reset-offsets: the first there is.' },
  'to-latest': { value: 'none', help: 'With --reset-offsets: after the last there is.' },
  'to-offset': { value: 'required', type: 'Long', named: 'offset', help: 'With --reset-offsets: this one.' },
  topic: { value: 'many', named: 'topic', help: 'A topic, or topic:0,1 for some of its partitions.' },
  verbose: { value: 'none', help: 'With --members: the assignment of each.' },
} as const satisfies OptionTable<string>;

export type GroupOption = keyof typeof groupTable;
type Given = Options<GroupOption>;

const scenarios = [
  'to-offset',
  'to-datetime',
  'by-duration',
  'to-earliest',
  'to-latest',
  'to-current',
  'shift-by',
  'from-file',
] as const satisfies readonly GroupOption[];
/** The same, as the message lists them. */
const listed =
  'HashSet([by-duration], [to-offset], [from-file], [to-datetime], [to-earliest], [to-current], [shift-by], [to-latest])';

const needsGroup = (action: GroupOption) =>
  `Option [${action}] takes one of these options: [group], [all-groups]`;

/** What the tool checks before it connects, in its order. Throws UsageError. */
export async function checkGroupOptions(context: ProgramContext, options: Given): Promise<void> {
  const hasGroup = options.has('group') || options.has('all-groups');
  if (options.has('describe')) {
    if (!hasGroup) throw new UsageError(needsGroup('describe'));
    const views = (['members', 'offsets', 'state'] as const).filter((view) => options.has(view));
    if (views.length > 1)
      throw new UsageError(
        'Option [describe] takes at most one of these options: [members], [offsets], [state]',
      );
    if (options.has('state') && options.get('state') !== undefined)
      throw new UsageError('Option [describe] does not take a value for [state]');
  }
  if (options.has('delete')) {
    if (!hasGroup) throw new UsageError(needsGroup('delete'));
    if (options.has('topic'))
      throw new UsageError(
        'The consumer does not support topic-specific offset deletion from a consumer group.',
      );
  }
  if (options.has('delete-offsets') && !(options.has('group') && options.has('topic')))
    throw new UsageError('Option [delete-offsets] takes the following options: [group], [topic]');
  if (options.has('reset-offsets')) {
    if (options.has('dry-run') && options.has('execute'))
      throw new UsageError('Option [reset-offsets] only accepts one of [execute] and [dry-run]');
    if (!options.has('dry-run') && !options.has('execute')) await writeText(context.stderr, dryRunWarning);
    if (!hasGroup) throw new UsageError(needsGroup('reset-offsets'));
    const [first, second] = scenarios.filter((name) => options.has(name));
    if (first !== undefined && second !== undefined) throw excluded(first, second);
  }
  if (options.has('group')) {
    if (options.has('all-groups')) throw excluded('group', 'all-groups');
    if (options.has('list')) throw excluded('group', 'list');
  }
  if (options.has('topic'))
    for (const other of ['list', 'describe'] as const) if (options.has(other)) throw excluded('topic', other);
}

function excluded(used: GroupOption, other: GroupOption): UsageError {
  return new UsageError(`Option "[${used}]" can't be used with option "[${other}]"`);
}

const dryRunWarning =
  'WARN: No action will be performed as the --execute option is missing.' +
  'In a future major release, the default behavior of this command will be to prompt the user before executing the reset ' +
  'rather than doing a dry run. You should add the --dry-run option explicitly if you are scripting this command and want to ' +
  'keep the current default behavior without prompting.\n';

/** What `--reset-offsets` is to do. Throws UsageError, JavaError. */
export function resetOf(context: ProgramContext, options: Given): Reset {
  const topics = options.all('topic');
  if (topics.length === 0 && !options.has('all-topics') && !options.has('from-file'))
    throw new UsageError('One of the reset scopes should be defined: --all-topics, --topic.');
  return {
    topics: options.has('all-topics') ? 'all' : topics,
    goal: goalOf(context, options),
    execute: options.has('execute'),
  };
}

function planFile(context: ProgramContext, path: string): string {
  try {
    return readFile(context, path);
  } catch (error) {
    if (!(error instanceof JavaError)) throw error;
    throw new JavaError('java.io.IOException', `Unable to read file ${path}`);
  }
}

function goalOf(context: ProgramContext, options: Given): ResetGoal {
  const scenario = scenarios.find((name) => options.has(name));
  switch (scenario) {
    case 'to-offset':
      return { kind: 'offset', by: options.integer('to-offset', 64)! };
    case 'shift-by':
      return { kind: 'shift', by: options.integer('shift-by', 64)! };
    case 'to-datetime':
      return { kind: 'time', at: timestampOf(options.get('to-datetime')!) };
    case 'by-duration':
      return { kind: 'time', at: Date.now() - durationOf(options.get('by-duration')!) };
    case 'to-earliest':
      return { kind: 'earliest' };
    case 'to-latest':
      return { kind: 'latest' };
    case 'to-current':
      return { kind: 'current' };
    case 'from-file': {
      const groups = options.all('group');
      const text = planFile(context, options.get('from-file')!);
      return { kind: 'file', plan: offsetsFromCsv(text, groups.length === 1 ? groups[0] : undefined) };
    }
    case undefined:
      throw new UsageError(`Option '[reset-offsets]' requires one of the following scenarios: ${listed}`);
  }
}
