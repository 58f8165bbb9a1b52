import type { Readable } from 'node:stream';
import { editDistance } from '../../text/edit-distance.ts';
import { type SafeText, safe } from '../../text/safe-text.ts';
import { type ApiClient, connectApiClient } from '../api/api-client.ts';
import { discover, type ResourceType } from '../api/discovery.ts';
import type { OutputSink } from '../model/cluster.ts';
import { type ParsedLine, parseDuration, parseFlags } from './arguments/flags.ts';
import { globalFlags, leftOutGlobalFlags } from './arguments/global-flags.ts';
import { errorText, KubectlError } from './errors/kubectl-error.ts';
import { type DataOutput, dataAsLines } from './verb/data-output.ts';
import type { UserTerminal } from './verb/user-terminal.ts';
import type { Verb } from './verb/verb.ts';
import { groupNames, leftOutVerbs, verbs } from './verbs.ts';

export interface KubectlOptions {
  readonly kubeconfig: string;
  readonly context: string;
  /** Undefined: the one of the context. */
  readonly namespace?: string | undefined;
  /** Where `-f kafka.yml` is looked for. */
  readonly directory: string;
  readonly output: OutputSink;
  /** Receives data that must stay unchanged; by default data goes to `output` as sanitised lines. */
  readonly data?: DataOutput;
  readonly stdin?: Readable;
  readonly terminal?: UserTerminal | undefined;
  readonly signal: AbortSignal;
}

/** The exit code of a command that was cancelled, as a shell gives it for Ctrl-C. */
export const cancelledExitCode = 130;

/** Carries out one kubectl command line, `argv` without the leading `kubectl`. Never rejects; resolves with the exit code. */
export async function runKubectl(argv: readonly string[], options: KubectlOptions): Promise<number> {
  const warn = (text: string): void => options.output('stderr', safe`${text}\n`);
  const data = options.data ?? dataAsLines(options.output);
  let api: ApiClient | undefined;
  try {
    const command = readCommand(argv);
    if ('help' in command) {
      options.output('stdout', command.help);
      return 0;
    }
    const { verb, line } = command;
    const timeoutMs = requestTimeout(line.flags.string('request-timeout'));
    api = await connectApiClient({
      ...(timeoutMs === 0 ? {} : { timeoutMs }),
      kubeconfig: line.flags.string('kubeconfig') || options.kubeconfig,
      context: line.flags.string('context') || options.context,
      onWarning: (text) => warn(`Warning: ${text}`),
    });
    let types: Promise<ResourceType[]> | undefined;
    const server = api;
    return await verb.run(
      {
        api,
        namespace: line.flags.string('namespace') || (options.namespace ?? server.namespace),
        namespaceGiven: line.flags.given('namespace'),
        directory: options.directory,
        stdin: options.stdin,
        terminal: options.terminal,
        signal: options.signal,
        output: options.output,
        data,
        printData: (text) => data.write('stdout', Buffer.from(text)),
        print: (text) => options.output('stdout', safe`${text}\n`),
        warn,
        types: () => {
          types ??= discover(server, options.signal);
          return types;
        },
      },
      line,
    );
  } catch (error) {
    if (options.signal.aborted) return cancelledExitCode;
    const text = errorText(error);
    if (text !== 'error: ') warn(text);
    return error instanceof KubectlError ? error.exitCode : 1;
  } finally {
    data.end();
    api?.close();
  }
}

/** The help that `argv` requests, which needs no cluster; undefined if it requests none or is invalid. */
export function kubectlHelp(argv: readonly string[]): SafeText | undefined {
  try {
    const command = readCommand(argv);
    return 'help' in command ? command.help : undefined;
  } catch (error) {
    // `runKubectl` reports it.
    if (error instanceof KubectlError) return undefined;
    throw error;
  }
}

/** Looks at a command line without a cluster. @throws KubectlError: the verb or a flag is not one that it takes */
export function checkKubectlLine(argv: readonly string[]): undefined {
  readCommand(argv);
}

/** `kubectl help get` is `kubectl get --help`. */
function readCommand(
  argv: readonly string[],
): { readonly help: SafeText } | { readonly verb: Verb; readonly line: ParsedLine } {
  const found = findVerb(argv[0] === 'help' && argv.length > 1 ? [...argv.slice(1), '--help'] : argv);
  if (found === undefined) {
    parseFlags(globalFlags, argv, 'kubectl', leftOutGlobalFlags);
    return { help: overview() };
  }
  const { verb, rest } = found;
  const line = parseFlags([...globalFlags, ...verb.flags], rest, `kubectl ${verb.name}`, [
    ...(verb.leftOut ?? []),
    ...leftOutGlobalFlags,
  ]);
  return line.flags.on('help') ? { help: helpFor(verb) } : { verb, line };
}

/** `5` and `5s` are seconds; `0` is none. Milliseconds. */
function requestTimeout(text: string): number {
  if (text === '') return 0;
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : parseDuration(text);
  if (ms !== undefined && ms >= 0) return ms;
  throw new KubectlError(
    'error: Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)',
  );
}

/**
 * The verb is the first word that is neither a flag nor a flag's value; `rollout`, `set` and `create` have a second one. Undefined where
 * there is no verb, which is how kubectl is asked what it can do.
 */
function findVerb(argv: readonly string[]): { verb: Verb; rest: string[] } | undefined {
  const before: string[] = [];
  let index = 0;
  for (; index < argv.length; index++) {
    const word = argv[index]!;
    if (!word.startsWith('-')) break;
    before.push(word);
    const spec = globalFlags.find((one) => word === `--${one.name}` || word === `-${one.short}`);
    if (spec !== undefined && spec.type !== 'switch' && index + 1 < argv.length) before.push(argv[++index]!);
  }
  const name = argv[index];
  if (name === undefined || name === 'help') return undefined;
  const group = groupNames.includes(name);
  const second = group ? argv[index + 1] : undefined;
  const full = second === undefined ? name : `${name} ${second}`;
  const verb = verbs.find((one) => one.name === full || one.aliases?.includes(full));
  const rest = [...before, ...argv.slice(index + (group ? 2 : 1))];
  if (verb !== undefined) return { verb, rest };
  const alone = group && second?.startsWith('-') ? verbs.find((one) => one.name === name) : undefined;
  if (alone !== undefined) return { verb: alone, rest: [...before, ...argv.slice(index + 1)] };
  if (leftOutVerbs.includes(full) || leftOutVerbs.includes(name)) {
    throw new KubectlError(
      `error: the built-in kubectl does not support \`${full}\`; --kubectl system runs the one on PATH`,
    );
  }
  if (group) {
    const members = verbs.filter((one) => one.name.startsWith(`${name} `)).map((one) => one.name);
    throw new KubectlError(`error: \`kubectl ${name}\` needs one of: ${members.join(', ')}`);
  }
  throw new KubectlError(`error: unknown command ${JSON.stringify(name)} for "kubectl"${suggestions(name)}`);
}

function suggestions(name: string): string {
  const near = verbs
    .map((verb) => verb.name.split(' ')[0]!)
    .filter((candidate, index, all) => all.indexOf(candidate) === index)
    .filter((candidate) => isNear(name, candidate) || candidate.startsWith(name.toLowerCase()));
  return near.length === 0 ? '' : `\n\nDid you mean this?\n${near.map((one) => `\t${one}`).join('\n')}`;
}

/** A much longer name than the typed one is not worth comparing. */
function isNear(name: string, candidate: string): boolean {
  return (
    Math.abs(name.length - candidate.length) <= 2 &&
    editDistance(name, candidate, { transpositions: false }) <= 2
  );
}

function overview(): SafeText {
  const names = verbs.map((verb) => `  ${verb.name}`).join('\n');
  return safe`The built-in kubectl carries out these over the Kubernetes API:\n\n${names}\n\n--kubectl system runs the one on PATH.\n`;
}

function helpFor(verb: Verb): SafeText {
  const flags = [...verb.flags, ...globalFlags].map((flag) => {
    const short = flag.short === undefined ? '    ' : `-${flag.short}, `;
    return `  ${short}--${flag.name}${flag.type === 'switch' ? '' : ` (${flag.type})`}`;
  });
  return safe`kubectl ${verb.name}, as the built-in kubectl takes it. Flags:\n${flags.join('\n')}\n`;
}
