import { type FlagName, flagOf, sharedFlags } from './flags.ts';
import type { Verb } from './verbs.ts';

const columns = 80;

/** What `kafka-lab --help` prints: every verb, and the flags that say on what they work. */
export function mainHelp(verbs: readonly Verb[]): string {
  const screen = verbs.find(({ name }) => name === '');
  return [
    'A Kafka-on-Kubernetes lab in the terminal.',
    '',
    ...table([
      ...verbs.map((verb) => [usageOf(verb), verb.summary] as const),
      [
        'kafka-lab kubectl ...',
        'run the built-in kubectl on the cluster; --cluster, --context, --name, --namespace and --home come first',
      ],
    ]),
    '',
    'Flags of the screen:',
    ...table((screen?.flags ?? []).map(flagRow)),
    '',
    'Flags of the lab, which each verb takes as far as they mean something to it:',
    ...table(sharedFlags.map(flagRow)),
    '',
    'kafka-lab VERB --help lists the flags of a verb.',
  ].join('\n');
}

/** What `kafka-lab VERB --help` prints: its flags; where it takes all flags of the lab, those stand in the main help. */
export function verbHelp(verb: Verb): string {
  const flags: readonly FlagName[] =
    verb.shared === undefined ? verb.flags : [...verb.flags, ...verb.shared, 'home', 'help'];
  return [
    `${usageOf(verb)} [flags]`,
    '',
    `  ${verb.summary}`,
    '',
    ...(flags.length === 0 ? [] : [...table(flags.map(flagRow)), '']),
    verb.shared === undefined
      ? 'It also takes all flags of the lab, which kafka-lab --help lists.'
      : 'kafka-lab --help lists all verbs.',
  ].join('\n');
}

function usageOf({ name, words }: Verb): string {
  return ['kafka-lab', name, words].filter(Boolean).join(' ');
}

function flagRow(name: FlagName): readonly [string, string] {
  const { short, value } = flagOf(name);
  const usage = `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
  return [usage, describeFlag(name)];
}

/** What a flag does, its values and its default, as help and README have it. */
export function describeFlag(name: FlagName): string {
  const flag = flagOf(name);
  return [
    flag.help,
    ...(flag.choices === undefined ? [] : [`: ${flag.choices.join(', ')}`]),
    ...(flag.default === undefined ? [] : [` (default: ${flag.default})`]),
  ].join('');
}

/** Two columns within 80, the second one wrapped by words. */
function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.flatMap(([left, right]) =>
    wrap(right, columns - width - 4).map((line, at) => `  ${(at === 0 ? left : '').padEnd(width)}  ${line}`),
  );
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
