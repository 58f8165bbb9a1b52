import type { FlagName } from './command-line/flags.ts';
import { defaultMessages } from './command-line/message-counts.ts';
import type { Options } from './command-line/options.ts';
import type { HomeUse } from './locations/require-home.ts';
import { endCleanly } from './process/end-cleanly.ts';
import { reportFormats } from './report/formats.ts';

/** `screen` is what runs without a verb; the others are typed by these names. */
export type VerbName =
  | 'screen'
  | 'run'
  | 'up'
  | 'down'
  | 'reset'
  | 'build'
  | 'export'
  | 'report'
  | 'replay'
  | 'grade'
  | 'doctor'
  | 'kubectl'
  | 'labs'
  | 'lab';

export interface Verb {
  /** Positional words, as the help shows them. */
  readonly words?: string;
  /** How many of them it takes at most, if not one. */
  readonly mostWords?: number;
  readonly summary: string;
  readonly flags: readonly FlagName[];
  /**
   * The shared flags that it accepts besides --home and --help. By default all of them. It refuses any other: an ignored flag misleads.
   */
  readonly shared?: readonly FlagName[];
  /** Values that differ from those of other verbs with the same flag. */
  readonly choices?: Partial<Record<FlagName, readonly string[]>>;
  /** Defaults that differ from those of other verbs with the same flag. */
  readonly defaults?: Partial<Record<FlagName, string>>;
  /** True if its flags come first, and everything from the first other word on is passed through unchanged. */
  readonly passesOn?: true;
  /** How it uses the home directory; `checked-by-verb`: the verb checks it itself when it needs it. */
  readonly home: HomeUse | 'checked-by-verb';
  /** Loads and runs the verb; resolves with the exit code. */
  readonly run: (options: Options) => Promise<number>;
}

/** Which cluster a verb uses. */
const clusterFlags: readonly FlagName[] = ['cluster', 'context', 'namespace', 'name'];
/** The same for verbs that a script calls beside `run` with the same flags: --kubectl says how `run` reaches the cluster. */
const scriptFlags: readonly FlagName[] = [...clusterFlags, 'kubectl'];
/** Which files the lab uses. */
const fileFlags: readonly FlagName[] = [
  'lab-dir',
  'client-command',
  'client-image',
  'better-client',
  'node-image',
];

/** All verbs: dispatch, help and the README's table are generated from it. */
export const verbs: Readonly<Record<VerbName, Verb>> = {
  screen: {
    summary: 'open the lab on the screen',
    flags: ['lab', 'messages', 'log-pattern', 'theme', 'force'],
    defaults: { messages: String(defaultMessages.screen) },
    home: 'written',
    run: async (options) => (await import('./screen/screen.ts')).screen(options),
  },
  run: {
    summary: 'run the whole lab without a screen',
    flags: ['lab', 'until', 'messages', 'log-pattern', 'export', 'force'],
    defaults: { messages: String(defaultMessages.run) },
    home: 'written',
    run: async (options) => (await import('./run/run.ts')).run(options),
  },
  up: {
    summary: 'start an empty five-node cluster for other tools',
    flags: ['apply', 'keep', 'json', 'detach', 'force'],
    // Includes the kinds of cluster, so that it can refuse those that it does not make.
    shared: ['cluster', 'context', 'name'],
    home: 'written',
    run: async (options) => (await import('./up/up.ts')).up(options),
  },
  down: {
    summary: 'stop the cluster',
    flags: [],
    shared: scriptFlags,
    home: 'read',
    run: async (options) => (await import('./down.ts')).down(options),
  },
  reset: {
    summary: 'replace the cluster with a fresh one',
    flags: ['lab', 'json', 'force'],
    shared: [...scriptFlags, ...fileFlags],
    home: 'written',
    run: async (options) => (await import('./reset.ts')).reset(options),
  },
  build: {
    summary: 'build the clients image for the cluster',
    flags: ['lab', 'better'],
    shared: [...scriptFlags, ...fileFlags],
    home: 'written',
    run: async (options) => (await import('./build.ts')).build(options),
  },
  export: {
    words: '[SESSION]',
    summary: "write a session's transcript",
    flags: ['format', 'output'],
    shared: ['session'],
    defaults: { session: 'the latest one' },
    home: 'read',
    run: (options) => endCleanly(async () => (await import('./export.ts')).exportTranscript(options)),
  },
  report: {
    words: '[SESSION]',
    summary: 'write the report of a session, to hand in',
    flags: ['format', 'output', 'author', 'course', 'date', 'check', 'redact'],
    shared: ['session', 'lab-dir'],
    choices: { format: reportFormats },
    defaults: {
      session: 'the latest one',
      format: 'html',
      output: 'kafka-lab-report.FORMAT',
      date: 'the day on which the session ended',
    },
    home: 'read',
    run: (options) => endCleanly(async () => (await import('./report/report.ts')).report(options)),
  },
  replay: {
    words: '[SESSION]',
    summary: 'replay a session on the screen, without a cluster',
    flags: ['from', 'theme'],
    shared: ['session'],
    defaults: { session: 'the latest one' },
    home: 'read',
    run: async (options) => (await import('./replay/replay.ts')).replay(options),
  },
  grade: {
    words: 'PATH...',
    mostWords: 10_000,
    summary: 'grade the journals of a class: pages, tables, feedback',
    flags: ['output', 'lab', 'marks'],
    shared: [],
    defaults: { output: 'grades', lab: 'the one that each journal names; its recorded verdicts count' },
    home: 'checked-by-verb',
    run: (options) => endCleanly(async () => (await import('./grade/grade.ts')).grade(options)),
  },
  doctor: {
    summary: 'check what each kind of cluster needs on this machine',
    flags: ['json'],
    // It examines no cluster of kafka-lab's own.
    shared: ['cluster', 'context', 'namespace', ...fileFlags],
    home: 'checked-by-verb',
    run: async (options) => (await import('./doctor/doctor.ts')).doctor(options),
  },
  kubectl: {
    words: '...',
    summary: 'run the built-in kubectl on the cluster; its arguments follow these flags',
    flags: [],
    shared: clusterFlags,
    passesOn: true,
    // Its help needs neither a cluster nor a home.
    home: 'checked-by-verb',
    run: async (options) => (await import('./kubectl.ts')).kubectl(options),
  },
  labs: {
    summary: 'list the labs that ship',
    flags: [],
    shared: [],
    home: 'checked-by-verb',
    run: async () => (await import('./labs/labs.ts')).labs(),
  },
  lab: {
    words: 'new|check DIR',
    mostWords: 2,
    summary: 'begin a lab in a folder, or prove the lab of one',
    flags: [],
    shared: [],
    // It proves a lab in a home of its own.
    home: 'checked-by-verb',
    run: async (options) => (await import('./lab/lab.ts')).lab(options),
  },
};

export const verbNames = Object.keys(verbs) as readonly VerbName[];

/** What is typed to run a verb: `kafka-lab export`. */
export const commandOf = (name: VerbName): string => (name === 'screen' ? 'kafka-lab' : `kafka-lab ${name}`);
