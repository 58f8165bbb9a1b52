import { connectZooKeeper, type ZooKeeperSession } from '../../zookeeper/client/client.ts';
import { parseConnectString } from '../../zookeeper/client/connect-string.ts';
import { ZooKeeperError } from '../../zookeeper/protocol/error.ts';
import type { Program, ProgramContext } from '../shell/program.ts';
import { readLines, writeText } from '../shell/streams.ts';
import { isTerminal } from '../shell/terminal.ts';
import {
  runZooKeeperCommand,
  type ShellCommandContext,
  splitCommandLine,
  zooKeeperCommands,
} from './zookeeper-commands.ts';
import { eventText } from './zookeeper-output.ts';
import { CommandUsage } from './zookeeper-usage.ts';

/**
 * `zookeeper-shell HOST:PORT[/PATH] [COMMAND...]`: one command from the command line, or one from each line of stdin. After a single
 * command the session is dropped without closing it, as the real tool does.
 */
export const zookeeperShell: Program = async (context) => {
  const [, connectString, ...words] = context.argv;
  if (connectString === undefined || connectString.startsWith('-')) {
    await writeText(
      context.stderr,
      `USAGE: ${context.argv[0]} zookeeper_host:port[/path] [-zk-tls-config-file file] [args...]\n`,
    );
    return 1;
  }
  await writeText(context.stdout, `Connecting to ${connectString}\n`);
  if (words.length === 0) return await interactive(context, connectString);
  if (zooKeeperCommands[words[0]!] === undefined) return await notFound(context, words[0]!);
  const session = await openSession(context, connectString);
  try {
    if (session instanceof ZooKeeperError) return await explain(context, session, pathIn(words));
    await writeText(context.stdout, eventText('SyncConnected', 'None', null));
    return await runOne(context, session, words);
  } finally {
    if (!(session instanceof ZooKeeperError)) session.drop();
  }
};

async function interactive(context: ProgramContext, connectString: string): Promise<number> {
  const typed = isTerminal(context.stdin);
  await writeText(
    context.stdout,
    `Welcome to ZooKeeper!\nJLine support is ${typed ? 'enabled' : 'disabled'}\n`,
  );
  const session = await openSession(context, connectString);
  if (session instanceof ZooKeeperError) return await explain(context, session, '/');
  await writeText(context.stdout, eventText('SyncConnected', 'None', null));
  let code = 0;
  let count = 0;
  const prompt = async () => {
    if (typed) await writeText(context.stdout, `[zk: ${connectString}(CONNECTED) ${count++}] `);
  };
  try {
    await prompt();
    for await (const line of readLines(context.stdin, context.killed)) {
      const words = splitCommandLine(line.trim());
      const [name] = words;
      if (name === 'quit' || name === 'close') break;
      if (name === undefined) {
        await prompt();
        continue;
      }
      code =
        zooKeeperCommands[name] === undefined
          ? await notFound(context, name)
          : await runOne(context, session, words);
      await prompt();
    }
    return context.killed.aborted ? 137 : code;
  } finally {
    await session.close();
  }
}

/** The session, or why there is none after the first round of hosts. */
async function openSession(
  context: ProgramContext,
  connectString: string,
): Promise<ZooKeeperSession | ZooKeeperError> {
  const { network, pod } = context.container;
  const refused = new AbortController();
  let left: number;
  try {
    left = parseConnectString(connectString).hosts.length;
  } catch (error) {
    if (error instanceof ZooKeeperError) return error;
    throw error;
  }
  const open = async (host: string, port: number) => {
    try {
      return await network.connect(pod.ip, host, port);
    } catch (error) {
      if (--left === 0) refused.abort();
      throw error;
    }
  };
  try {
    const signal = AbortSignal.any([refused.signal, context.killed]);
    return await connectZooKeeper({ connectString, sessionTimeoutMs: 30_000, open, signal });
  } catch (error) {
    if (error instanceof ZooKeeperError) return error;
    return new ZooKeeperError('CONNECTIONLOSS');
  }
}

async function runOne(
  context: ProgramContext,
  client: ZooKeeperSession,
  words: readonly string[],
): Promise<number> {
  const commandContext: ShellCommandContext = {
    client,
    out: (text) => writeText(context.stdout, text, context.killed),
    err: (text) => writeText(context.stderr, text, context.killed),
  };
  try {
    await runZooKeeperCommand(commandContext, words);
    return 0;
  } catch (error) {
    if (error instanceof CommandUsage) {
      await writeText(context.stderr, `${error.message}\n`);
      return 1;
    }
    if (error instanceof ZooKeeperError) return await explain(context, error, error.path ?? pathIn(words));
    throw error;
  }
}

/** The message of zookeeper-shell for an error code, on stderr. */
async function explain(context: ProgramContext, error: ZooKeeperError, path: string): Promise<number> {
  const sentences: Partial<Record<ZooKeeperError['code'], string>> = {
    NONODE: `Node does not exist: ${path}`,
    NODEEXISTS: `Node already exists: ${path}`,
    NOTEMPTY: `Node not empty: ${path}`,
    BADVERSION: `version No is not valid : ${path}`,
    NOAUTH: `Insufficient permission : ${path}`,
    INVALIDACL: `KeeperErrorCode = InvalidACL for ${path}\nAcl is not valid : ${path}`,
    AUTHFAILED: `KeeperErrorCode = AuthFailed for ${path}`,
    UNIMPLEMENTED: `KeeperErrorCode = Unimplemented for ${path}`,
    BADARGUMENTS: `Arguments are not valid : ${path}`,
    NOCHILDRENFOREPHEMERALS: `Ephemerals cannot have children: ${path}`,
    CONNECTIONLOSS: `KeeperErrorCode = ConnectionLoss for ${path}`,
    SESSIONEXPIRED: `KeeperErrorCode = Session expired for ${path}`,
  };
  await writeText(
    context.stderr,
    `${sentences[error.code] ?? `KeeperErrorCode = ${error.code} for ${path}`}\n`,
  );
  return 1;
}

async function notFound(context: ProgramContext, name: string): Promise<number> {
  const usages = [...Object.values(zooKeeperCommands).map((command) => command.usage), 'quit '].sort();
  const help = ['ZooKeeper -server host:port cmd args', ...usages.map((usage) => `\t${usage}`)];
  await writeText(context.stderr, `${help.join('\n')}\nCommand not found: Command not found ${name}\n`);
  return 127;
}

function pathIn(words: readonly string[]): string {
  return words.find((word) => word.startsWith('/')) ?? words.at(-1) ?? '/';
}
