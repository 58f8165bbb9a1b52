import { parseArgs } from 'node:util';
import { LabError } from '../../errors/lab-error.ts';
import { themeNames } from '../../ui/theme/themes.ts';

export interface Flag {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  /** The placeholder for the value in the help: `NAME`. */
  readonly value?: string;
  /** One sentence without its full stop, in the imperative. */
  readonly help: string;
  /** All values, if they can be listed. */
  readonly choices?: readonly string[];
  /** The value without the flag, as the help shows it. */
  readonly default?: string;
}

/** All flags: the parser, the help and the README's table are generated from it. */
export const flags = {
  cluster: {
    type: 'string',
    value: 'KIND',
    choices: ['embedded', 'kind', 'context'],
    default: 'embedded',
    help: 'where to run the lab',
  },
  kubectl: {
    type: 'string',
    value: 'WHICH',
    choices: ['builtin', 'system'],
    default: 'builtin on embedded; otherwise system if it is installed, else builtin',
    help: 'the kubectl that runs the commands',
  },
  context: { type: 'string', value: 'NAME', help: 'use the cluster of this kubeconfig context' },
  name: { type: 'string', value: 'CLUSTER', default: 'kafka-lab', help: 'the name of the cluster' },
  namespace: {
    type: 'string',
    value: 'NS',
    default: 'kafka-lab, created and removed with the lab',
    help: "the lab's namespace on the cluster of a context",
  },
  lab: {
    type: 'string',
    value: 'NAME|DIR',
    default: 'kafka-on-kubernetes',
    help: 'the lab to run or to grade with: one that ships, or a folder, written as a path',
  },
  'lab-dir': {
    type: 'string',
    value: 'DIR',
    help: 'use your own cluster.yml, kafka.yml, clients.yml, Dockerfile and scripts',
  },
  'client-command': {
    type: 'string',
    value: 'CMD',
    help: 'run your own program as the client on the embedded cluster',
  },
  'client-image': {
    type: 'string',
    value: 'IMAGE',
    help: 'run your own clients image on the cluster of a context',
  },
  'better-client': {
    type: 'string',
    value: 'WHAT',
    help: 'your own better consumer for the swap: a command on embedded, a source directory on kind, an image on a context',
  },
  'node-image': {
    type: 'string',
    value: 'IMAGE',
    default: 'node:22-alpine',
    help: 'the base image of the clients',
  },
  session: { type: 'string', value: 'ID', help: 'the session to resume, export or replay' },
  home: {
    type: 'string',
    value: 'DIR',
    default: "KAFKA_LAB_HOME, then the system's directory for application data",
    help: 'where to keep sessions and clusters',
  },
  theme: {
    type: 'string',
    value: 'NAME',
    choices: themeNames,
    default: 'KAFKA_LAB_THEME, then config.json, then auto',
    help: 'the colours of the screen',
  },
  from: { type: 'string', value: 'STEP', help: 'begin at this step' },
  until: { type: 'string', value: 'STEP', help: 'stop after this step' },
  messages: {
    type: 'string',
    value: 'N',
    help: 'how many messages a count waits for',
  },
  'log-pattern': {
    type: 'string',
    value: 'REGEX',
    help: "read the counts in your client's log with this pattern, (?<received>\\d+)",
  },
  export: { type: 'string', value: 'DIR', help: 'write the transcript to this directory at the end' },
  apply: { type: 'string', value: 'FILE', help: 'apply this manifest and wait until its pods are ready' },
  json: { type: 'boolean', help: 'print JSON' },
  keep: { type: 'boolean', help: 'keep the data of the last cluster of this name' },
  force: { type: 'boolean', help: 'replace an existing cluster without asking' },
  detach: { type: 'boolean', help: 'leave the cluster running in the background' },
  format: {
    type: 'string',
    value: 'FORMAT',
    choices: ['md', 'html', 'json', 'cast'],
    default: 'md',
    help: 'the format to write',
  },
  output: { type: 'string', short: 'o', value: 'PATH', help: 'write to this file, or grades to this folder' },
  marks: { type: 'string', value: 'FILE', help: "read a teacher's marks from this answers.csv" },
  author: { type: 'string', value: 'NAME', help: 'the name on the report' },
  course: { type: 'string', value: 'NAME', help: 'the course on the report' },
  date: { type: 'string', value: 'DATE', help: 'the date on the report, as 2026-11-30' },
  check: { type: 'boolean', help: 'write nothing: list what the report holds of this machine' },
  redact: { type: 'string', value: 'WORD', help: 'leave out this word; several are separated by commas' },
  better: { type: 'boolean', help: 'build the better consumer of --better-client' },
  help: { type: 'boolean', short: 'h', help: 'show the help' },
  version: { type: 'boolean', help: 'show the version' },
} as const satisfies Record<string, Flag>;

export type FlagName = keyof typeof flags;

/** A flag with all optional fields, as help and parser read it. */
export function flagOf(name: FlagName): Flag {
  return flags[name];
}

/** The flags that say what a verb works on; each verb accepts those that it uses. */
export const sharedFlags: readonly FlagName[] = [
  'cluster',
  'kubectl',
  'context',
  'namespace',
  'name',
  'lab-dir',
  'client-command',
  'client-image',
  'better-client',
  'node-image',
  'session',
  'home',
  'help',
];

export interface ParsedFlags {
  readonly values: Partial<Record<FlagName, string | boolean>>;
  readonly positionals: readonly string[];
}

/**
 * Parses the words after the verb. `command`: the command before them, `kafka-lab run`.
 * @throws LabError `usage`: an unknown flag or a wrong value
 */
export function parseFlags(
  command: string,
  words: readonly string[],
  own: readonly FlagName[],
  shared: readonly FlagName[] = sharedFlags,
  ownChoices: Partial<Record<FlagName, readonly string[]>> = {},
): ParsedFlags {
  const allowed = new Set<FlagName>([...shared, ...own, 'home', 'help']);
  const seeHelp = `see ${command} --help`;
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      strict: true,
      options: Object.fromEntries(
        Array.from(allowed, (name) => {
          const flag = flagOf(name);
          return [name, { type: flag.type, ...(flag.short === undefined ? {} : { short: flag.short }) }];
        }),
      ),
    });
    for (const [name, value] of Object.entries(values)) {
      const choices = ownChoices[name as FlagName] ?? flagOf(name as FlagName).choices;
      if (choices && !choices.includes(String(value)))
        throw new LabError('usage', `--${name} is \`${String(value)}\``, {
          hint: `choose one of ${choices.join(', ')}`,
        });
    }
    return { values: values as ParsedFlags['values'], positionals };
  } catch (error) {
    if (error instanceof LabError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const word = /'(-[^' ]*)/.exec(message)?.[1] ?? '';
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION')
      throw new LabError('usage', `${command} has no flag \`${word}\``, { hint: seeHelp });
    throw new LabError('usage', message.split('.')[0] ?? message, { hint: seeHelp });
  }
}
