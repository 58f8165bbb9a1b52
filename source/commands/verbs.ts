import { exitCodes, LabError } from '../errors/lab-error.ts';
import { safe } from '../text/safe-text.ts';
import { appVersion } from './app-version.ts';
import { type FlagName, parseFlags } from './flags.ts';
import { mainHelp, verbHelp } from './help.ts';
import { type Options, readOptions } from './options.ts';
import { print } from './output.ts';
import { type HomeUse, requireHome } from './require-home.ts';

export interface Verb {
  readonly name: string;
  /** Positional words, as the help shows them. */
  readonly words?: string;
  readonly summary: string;
  readonly flags: readonly FlagName[];
  /** Which of the shared flags it takes, beside --home and --help; all of them if not given. */
  readonly shared?: readonly FlagName[];
  /** What it does with the home directory; `diagnosed`: it says itself what is wrong with it. */
  readonly home: HomeUse | 'diagnosed';
  /** Loads the verb and carries it out; resolves with the exit code. */
  readonly run: (options: Options) => Promise<number>;
}

/** Which cluster and which lab. */
const cluster: readonly FlagName[] = ['cluster', 'context', 'namespace', 'name', 'lab-dir'];
const clients: readonly FlagName[] = ['client-command', 'client-image', 'better-client', 'node-image'];

/** Every verb, once: dispatch, help and the README's table are made from it. */
export const verbs: readonly Verb[] = [
  {
    name: '',
    summary: 'open the lab on the screen',
    flags: ['messages', 'theme', 'force'],
    home: 'written',
    run: async (options) => (await import('./screen.ts')).screen(options),
  },
  {
    name: 'run',
    summary: 'run the whole lab without a screen',
    flags: ['until', 'messages', 'export', 'force'],
    home: 'written',
    run: async (options) => (await import('./run-lab.ts')).run(options),
  },
  {
    name: 'up',
    summary: 'start an empty five-node cluster for other tools',
    flags: ['apply', 'keep', 'json', 'detach', 'force'],
    // Which clusters there are, so that it can say that it makes one kind alone.
    shared: ['cluster', 'context', 'name'],
    home: 'written',
    run: async (options) => (await import('./up.ts')).up(options),
  },
  {
    name: 'down',
    summary: 'stop that cluster',
    flags: [],
    shared: cluster,
    home: 'read',
    run: async (options) => (await import('./down.ts')).down(options),
  },
  {
    name: 'reset',
    summary: 'replace the cluster with a fresh one',
    flags: ['json', 'force'],
    shared: [...cluster, ...clients],
    home: 'written',
    run: async (options) => (await import('./reset.ts')).reset(options),
  },
  {
    name: 'build',
    summary: 'build the clients image for the cluster',
    flags: ['better'],
    shared: [...cluster, ...clients],
    home: 'written',
    run: async (options) => (await import('./build.ts')).build(options),
  },
  {
    name: 'export',
    words: '[SESSION]',
    summary: "write a session's transcript",
    flags: ['format', 'output'],
    shared: ['session'],
    home: 'read',
    run: async (options) => (await import('./export-session.ts')).exportTranscript(options),
  },
  {
    name: 'replay',
    words: '[SESSION]',
    summary: 'play a session on the screen again, without a cluster',
    flags: ['theme'],
    shared: ['session'],
    home: 'read',
    run: async (options) => (await import('./screen.ts')).replay(options),
  },
  {
    name: 'doctor',
    summary: 'say what this machine has and lacks for each kind of cluster',
    flags: ['json'],
    shared: [...cluster, ...clients],
    home: 'diagnosed',
    run: async (options) => (await import('./doctor.ts')).doctor(options),
  },
];

/** Carries out a command line (without node and the program); resolves with the exit code. */
export async function runVerb(argv: readonly string[]): Promise<number> {
  const [first = '', ...rest] = argv;
  if (first === 'kubectl') return (await import('./kubectl.ts')).kubectl(rest);
  if (first === '--version') return say(`kafka-lab ${appVersion()}`);
  if (first === 'help') return say(mainHelp(verbs));
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
  const parsed = parseFlags(verb.name, isVerb ? rest : argv, verb.flags, verb.shared);
  if (parsed.values.help) return say(verb.name === '' ? mainHelp(verbs) : verbHelp(verb));
  if (parsed.positionals.length > (verb.words === undefined ? 0 : 1))
    throw new LabError('usage', `\`${parsed.positionals.at(-1)}\` is one word too many`, {
      hint: `see kafka-lab ${verb.name} --help`,
    });
  const options = readOptions(parsed);
  if (verb.home !== 'diagnosed') requireHome(options.home, verb.home);
  return verb.run(options);
}

function say(text: string): number {
  print(safe`${text}\n`);
  return exitCodes.passed;
}
