import { parseArgs } from 'node:util';
import { LabError } from '../errors/lab-error.ts';
import { themeNames } from '../ui/theme/themes.ts';

interface Flag {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  /** What stands for the value in the help: `NAME`. */
  readonly value?: string;
  readonly help: string;
  readonly choices?: readonly string[];
}

/** Every flag there is, once: the parser, the help and the README's table are made from it. */
export const flags = {
  cluster: {
    type: 'string',
    value: 'KIND',
    choices: ['embedded', 'kind', 'context'],
    help: 'where the lab runs (embedded)',
  },
  kubectl: {
    type: 'string',
    value: 'WHICH',
    choices: ['builtin', 'system'],
    help: 'who carries out kubectl commands',
  },
  context: { type: 'string', value: 'NAME', help: 'the kubeconfig context of an existing cluster' },
  name: { type: 'string', value: 'CLUSTER', help: 'the name of the cluster (kafka-lab)' },
  namespace: {
    type: 'string',
    value: 'NS',
    help: 'where the lab lives on the cluster of a context (kafka-lab, made and removed with it)',
  },
  'lab-dir': {
    type: 'string',
    value: 'DIR',
    help: 'your own cluster.yml, kafka.yml, clients.yml, Dockerfile and scripts',
  },
  'client-command': {
    type: 'string',
    value: 'CMD',
    help: 'your own program as the client on the embedded cluster',
  },
  'client-image': {
    type: 'string',
    value: 'IMAGE',
    help: 'your own clients image on the cluster of a context',
  },
  'better-client': {
    type: 'string',
    value: 'WHAT',
    help: 'your own better consumer, for the swap: a second command, on kind a source (DIR/better), on a context an image',
  },
  'node-image': {
    type: 'string',
    value: 'IMAGE',
    help: 'what the clients run on, instead of node:22-alpine',
  },
  session: { type: 'string', value: 'ID', help: 'go on with a session, or the one to export' },
  home: { type: 'string', value: 'DIR', help: 'where sessions and clusters are kept (KAFKA_LAB_HOME)' },
  theme: {
    type: 'string',
    value: 'NAME',
    choices: themeNames,
    help: 'the colours of the screen: auto, dark, light, high-contrast, mono (KAFKA_LAB_THEME)',
  },
  until: { type: 'string', value: 'STEP', help: 'stop after this step' },
  messages: {
    type: 'string',
    value: 'N',
    help: 'how many messages a window holds before it is counted (20000)',
  },
  export: { type: 'string', value: 'DIR', help: 'write the transcript there when done' },
  apply: { type: 'string', value: 'FILE', help: 'apply this manifest and wait until its pods are ready' },
  json: { type: 'boolean', help: 'print JSON' },
  keep: { type: 'boolean', help: 'go on with the data that the last cluster of this name left' },
  force: { type: 'boolean', help: 'replace a cluster that is there already, without asking' },
  detach: { type: 'boolean', help: 'leave the cluster running in the background' },
  format: {
    type: 'string',
    value: 'FORMAT',
    choices: ['md', 'html', 'json', 'cast'],
    help: 'md, html, json, or cast for asciinema (md)',
  },
  output: { type: 'string', short: 'o', value: 'PATH', help: 'write there instead of to the terminal' },
  better: { type: 'boolean', help: 'the better consumer of --better-client' },
  help: { type: 'boolean', short: 'h', help: 'show this' },
  version: { type: 'boolean', help: 'show the version' },
} as const satisfies Record<string, Flag>;

export type FlagName = keyof typeof flags;

/** The flags that every verb takes. */
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

/** Parses the words after the verb. Throws a LabError(`usage`) that names the word and what to do. */
export function parseFlags(verb: string, words: readonly string[], own: readonly FlagName[]): ParsedFlags {
  const allowed = [...sharedFlags, ...own];
  const seeHelp = `see ${verb === '' ? 'kafka-lab --help' : `kafka-lab ${verb} --help`}`;
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      strict: true,
      options: Object.fromEntries(
        allowed.map((name) => {
          const flag: Flag = flags[name];
          return [name, { type: flag.type, ...(flag.short === undefined ? {} : { short: flag.short }) }];
        }),
      ),
    });
    for (const [name, value] of Object.entries(values)) {
      const { choices }: Flag = flags[name as FlagName];
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
      throw new LabError(
        'usage',
        `\`${word}\` is not a flag of ${verb === '' ? 'kafka-lab' : `kafka-lab ${verb}`}`,
        { hint: seeHelp },
      );
    throw new LabError('usage', message.split('.')[0] ?? message, { hint: seeHelp });
  }
}
