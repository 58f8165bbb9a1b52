import { exitCodes, LabError } from '../errors/lab-error.ts';
import { safe } from '../text/safe-text.ts';
import { appVersion } from './app-version.ts';
import { type FlagName, flags, parseFlags, sharedFlags } from './flags.ts';
import { makeHome } from './locations.ts';
import { type Options, readOptions } from './options.ts';
import { print } from './output.ts';

export interface Verb {
  readonly name: string;
  /** Positional words, as the help shows them. */
  readonly words?: string;
  readonly summary: string;
  readonly flags: readonly FlagName[];
  /** Loads the verb and carries it out; resolves with the exit code. */
  readonly run: (options: Options) => Promise<number>;
}

/** Every verb, once: dispatch, help and the README's table are made from it. */
export const verbs: readonly Verb[] = [
  {
    name: '',
    summary: 'the screen',
    flags: ['messages', 'theme'],
    run: async (options) => (await import('./screen.ts')).screen(options),
  },
  {
    name: 'run',
    summary: 'the whole lab without a screen',
    flags: ['until', 'messages', 'export'],
    run: async (options) => (await import('./run-lab.ts')).run(options),
  },
  {
    name: 'up',
    summary: 'serve an empty five-node cluster for other tools',
    flags: ['apply', 'keep', 'json', 'detach'],
    run: async (options) => (await import('./up.ts')).up(options),
  },
  {
    name: 'down',
    summary: 'end that cluster',
    flags: [],
    run: async (options) => (await import('./down.ts')).down(options),
  },
  {
    name: 'reset',
    summary: 'a fresh cluster',
    flags: ['json'],
    run: async (options) => (await import('./reset.ts')).reset(options),
  },
  {
    name: 'build',
    summary: 'build the clients image for the cluster',
    flags: ['better'],
    run: async (options) => (await import('./build.ts')).build(options),
  },
  {
    name: 'export',
    words: '[SESSION]',
    summary: "a session's transcript",
    flags: ['format', 'output'],
    run: async (options) => (await import('./export-session.ts')).exportTranscript(options),
  },
  {
    name: 'replay',
    words: '[SESSION]',
    summary: 'a session on the screen again, without a cluster',
    flags: ['theme'],
    run: async (options) => (await import('./screen.ts')).replay(options),
  },
  {
    name: 'doctor',
    summary: 'what this machine has and lacks for each kind of cluster',
    flags: ['json'],
    run: async (options) => (await import('./doctor.ts')).doctor(options),
  },
];

/** Carries out a command line (without node and the program); resolves with the exit code. */
export async function runVerb(argv: readonly string[]): Promise<number> {
  const [first = '', ...rest] = argv;
  if (first === 'kubectl') return (await import('./kubectl.ts')).kubectl(rest);
  if (first === '--version') return say(`kafka-lab ${appVersion()}`);
  if (first === 'help') return say(mainHelp());
  const isVerb = first !== '' && !first.startsWith('-');
  const verb = verbs.find(({ name }) => name === (isVerb ? first : ''));
  if (!verb) {
    const near = verbs.find(({ name }) => name !== '' && (name.startsWith(first) || first.startsWith(name)));
    throw new LabError('usage', `\`${first}\` is not a verb of kafka-lab`, {
      hint: near
        ? `did you mean kafka-lab ${near.name}?`
        : `choose one of ${verbs
            .map(({ name }) => name)
            .filter(Boolean)
            .join(', ')}`,
    });
  }
  const parsed = parseFlags(verb.name, isVerb ? rest : argv, verb.flags);
  if (parsed.values.help) return say(verb.name === '' ? mainHelp() : verbHelp(verb));
  if (parsed.positionals.length > (verb.words === undefined ? 0 : 1))
    throw new LabError('usage', `\`${parsed.positionals.at(-1)}\` is one word too many`, {
      hint: `see kafka-lab ${verb.name} --help`,
    });
  const options = readOptions(parsed);
  makeHome(options.home);
  return verb.run(options);
}

function say(text: string): number {
  print(safe`${text}\n`);
  return exitCodes.passed;
}

export function mainHelp(): string {
  const rows = verbs.map(
    (verb) => [`kafka-lab ${verb.name} ${verb.words ?? ''}`.trim(), verb.summary] as const,
  );
  const width = Math.max(...rows.map(([usage]) => usage.length));
  return [
    'A Kafka-on-Kubernetes lab in the terminal.',
    '',
    ...rows.map(([usage, summary]) => `  ${usage.padEnd(width)}  ${summary}`),
    `  ${'kafka-lab kubectl ...'.padEnd(width)}  the built-in kubectl on the cluster; --cluster and its like come first`,
    '',
    'Every verb takes:',
    ...flagLines(sharedFlags),
  ].join('\n');
}

export function verbHelp(verb: Verb): string {
  const usage = `kafka-lab ${verb.name} ${verb.words ?? ''}`.trim();
  return [`${usage} [flags]: ${verb.summary}`, '', ...flagLines([...verb.flags, ...sharedFlags])].join('\n');
}

function flagLines(names: readonly FlagName[]): string[] {
  const rows = names.map((name) => {
    const flag: { short?: string; value?: string; help: string } = flags[name];
    const short = flag.short === undefined ? '' : `-${flag.short}, `;
    return [`${short}--${name}${flag.value === undefined ? '' : ` ${flag.value}`}`, flag.help] as const;
  });
  const width = Math.max(...rows.map(([usage]) => usage.length));
  return rows.map(([usage, help]) => `  ${usage.padEnd(width)}  ${help}`);
}
