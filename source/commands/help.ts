import { type FlagName, flagOf, sharedFlags } from './command-line/flags.ts';
import { commandOf, type Verb, type VerbName, verbNames, verbs } from './verbs.ts';

const columns = 80;

/** The output of `kafka-lab --help`: every verb, and the shared flags. */
export function mainHelp(): string {
  return [
    'A Kafka-on-Kubernetes lab in your terminal.',
    '',
    ...table(verbNames.map((name) => [usageOf(name), verbs[name].summary] as const)),
    '',
    'Flags of the screen:',
    ...table(verbs.screen.flags.map((flag) => flagRow(flag, verbs.screen.defaults))),
    '',
    'Shared flags, which verbs accept where they apply:',
    ...table(sharedFlags.map((flag) => flagRow(flag))),
    '',
    'kafka-lab VERB --help lists the flags of a verb.',
  ].join('\n');
}

/** The output of `kafka-lab VERB --help`: its flags. If it accepts all shared flags, the main help lists those. */
export function verbHelp(name: VerbName): string {
  const verb = verbs[name];
  const flags: readonly FlagName[] =
    verb.shared === undefined ? verb.flags : [...verb.flags, ...verb.shared, 'home', 'help'];
  return [
    verb.passesOn ? `${commandOf(name)} [flags] ${verb.words}` : `${usageOf(name)} [flags]`,
    '',
    `  ${verb.summary}`,
    '',
    ...(flags.length === 0
      ? []
      : [...table(flags.map((flag) => flagRow(flag, verb.defaults, verb.choices))), '']),
    verb.shared === undefined
      ? 'It also accepts all shared flags; see kafka-lab --help.'
      : 'kafka-lab --help lists all verbs.',
  ].join('\n');
}

function usageOf(name: VerbName): string {
  return [commandOf(name), verbs[name].words].filter(Boolean).join(' ');
}

function flagRow(
  name: FlagName,
  defaults: Verb['defaults'] = {},
  choices: Verb['choices'] = {},
): readonly [string, string] {
  const { short, value } = flagOf(name);
  const usage = `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
  return [usage, describeFlag(name, defaults[name], choices[name])];
}

/** What a flag does, its values and its default, for the help and the README. */
export function describeFlag(
  name: FlagName,
  preset: string | undefined = flagOf(name).default,
  choices: readonly string[] | undefined = flagOf(name).choices,
): string {
  const flag = flagOf(name);
  return [
    flag.help,
    ...(choices === undefined ? [] : [`: ${choices.join(', ')}`]),
    ...(preset === undefined ? [] : [` (default: ${preset})`]),
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
