import type { ZooKeeperSession } from '../../zookeeper/client/client.ts';
import type { Stat, WatchedEvent } from '../../zookeeper/client-api.ts';
import { childOf } from '../../zookeeper/protocol/path.ts';
import { createMode, permissionLetters, readAclText } from './zookeeper-nodes.ts';
import { eventText, statLines } from './zookeeper-output.ts';
import { CommandUsage } from './zookeeper-usage.ts';

/** The context of a shell command. */
export interface ShellCommandContext {
  readonly client: ZooKeeperSession;
  out(text: string): Promise<void>;
  err(text: string): Promise<void>;
}

interface ShellCommand {
  /** The letters of its flags; one followed by `:` takes a value. */
  readonly flags: string;
  readonly usage: string;
  /** The minimum and maximum number of arguments. */
  readonly words: readonly [number, number];
  run(
    context: ShellCommandContext,
    words: readonly string[],
    flags: ReadonlyMap<string, string>,
  ): Promise<void>;
}

const version = (flags: ReadonlyMap<string, string>): number => {
  const text = flags.get('v');
  if (text === undefined) return -1;
  if (!/^-?\d+$/.test(text)) throw new CommandUsage(`For input string: "${text}"`);
  return Number(text);
};

/** The commands of zookeeper-shell, in the order of its help. */
export const zooKeeperCommands: Readonly<Record<string, ShellCommand>> = {
  addauth: {
    flags: '',
    usage: 'addauth scheme auth',
    words: [1, 2],
    async run({ client }, [scheme = '', credentials]) {
      client.addAuth(scheme, credentials === undefined ? null : Buffer.from(credentials));
    },
  },
  create: {
    flags: 'sect:',
    usage: 'create [-s] [-e] [-c] [-t ttl] path [data] [acl]',
    words: [1, 3],
    async run(context, [path = '', data, acl], flags) {
      const entries = acl === undefined ? undefined : await readAclText(acl, context.err);
      const created = await context.client.createNode(path, data === undefined ? null : Buffer.from(data), {
        ...createMode(flags),
        ...(entries === undefined ? {} : { acl: entries }),
      });
      await context.err(`Created ${created}\n`);
    },
  },
  delete: {
    flags: 'v:',
    usage: 'delete [-v version] path',
    words: [1, 1],
    run: ({ client }, [path = ''], flags) => client.delete(path, version(flags)),
  },
  deleteall: {
    flags: 'b:',
    usage: 'deleteall path [-b batch size]',
    words: [1, 1],
    async run({ client }, [path = '']) {
      const paths = await treeBelow(client, path);
      for (const each of paths.toReversed()) await client.delete(each);
    },
  },
  get: {
    flags: 'sw',
    usage: 'get [-s] [-w] path',
    words: [1, 1],
    async run(context, [path = ''], flags) {
      const { data, stat } = await context.client.getDataOrNull(
        path,
        flags.has('w') ? printEvent(context) : undefined,
      );
      await context.out(`${data === null ? 'null' : data.toString('utf8')}\n`);
      if (flags.has('s')) await printStat(context, stat);
    },
  },
  getAcl: {
    flags: 's',
    usage: 'getAcl [-s] path',
    words: [1, 1],
    async run(context, [path = ''], flags) {
      const { acl, stat } = await context.client.getAcl(path);
      for (const { permissions, scheme, id } of acl)
        await context.out(`'${scheme},'${id}\n: ${permissionLetters(permissions)}\n`);
      if (flags.has('s')) await printStat(context, stat);
    },
  },
  getAllChildrenNumber: {
    flags: '',
    usage: 'getAllChildrenNumber path',
    words: [1, 1],
    run: async ({ client, out }, [path = '']) => out(`${await client.getAllChildrenNumber(path)}\n`),
  },
  getEphemerals: {
    flags: '',
    usage: 'getEphemerals path',
    words: [0, 1],
    run: async ({ client, out }, [path = '/']) => out(`[${(await client.getEphemerals(path)).join(', ')}]\n`),
  },
  ls: {
    flags: 'swR',
    usage: 'ls [-s] [-w] [-R] path',
    words: [1, 1],
    async run(context, [path = ''], flags) {
      if (flags.has('R')) {
        for (const each of await treeBelow(context.client, path)) await context.out(`${each}\n`);
        return;
      }
      const { children, stat } = await context.client.getChildren(
        path,
        flags.has('w') ? printEvent(context) : undefined,
      );
      await context.out(`[${children.sort().join(', ')}]\n`);
      if (flags.has('s')) await printStat(context, stat);
    },
  },
  set: {
    flags: 'sv:',
    usage: 'set [-s] [-v version] path data',
    words: [2, 2],
    async run(context, [path = '', data = ''], flags) {
      const stat = await context.client.setData(path, Buffer.from(data), version(flags));
      if (flags.has('s')) await printStat(context, stat);
    },
  },
  setAcl: {
    flags: 'sv:R',
    usage: 'setAcl [-s] [-v version] [-R] path acl',
    words: [2, 2],
    async run(context, [path = '', text = ''], flags) {
      const { client } = context;
      const acl = await readAclText(text, context.err);
      if (flags.has('R')) {
        for (const each of await treeBelow(client, path)) await client.setAcl(each, acl, version(flags));
        return;
      }
      const stat = await client.setAcl(path, acl, version(flags));
      if (flags.has('s')) await printStat(context, stat);
    },
  },
  stat: {
    flags: 'w',
    usage: 'stat [-w] path',
    words: [1, 1],
    async run(context, [path = ''], flags) {
      const { client } = context;
      const stat = await client.exists(path, flags.has('w') ? printEvent(context) : undefined);
      if (stat === undefined) await client.getData(path);
      else await printStat(context, stat);
    },
  },
  sync: {
    flags: '',
    usage: 'sync path',
    words: [1, 1],
    async run({ client, out }, [path = '']) {
      await client.sync(path);
      await out('Sync is OK\n');
    },
  },
  config: {
    flags: 'cws',
    usage: 'config [-c] [-w] [-s]',
    words: [0, 0],
    async run(context, _words, flags) {
      const watch = flags.has('w') ? printEvent(context) : undefined;
      const { data, stat } = await context.client.getDataOrNull('/zookeeper/config', watch);
      const text = data?.toString('utf8') ?? 'null';
      await context.out(`${flags.has('c') ? clientAddresses(text) : text}\n`);
      if (flags.has('s')) await printStat(context, stat);
    },
  },
  version: {
    flags: '',
    usage: 'version ',
    words: [0, 0],
    run: ({ out }) => out('ZooKeeper CLI version: kafka-lab\n'),
  },
};

/** Runs one split command line. Throws CommandUsage, or the ZooKeeperError of the request. */
export async function runZooKeeperCommand(
  context: ShellCommandContext,
  argv: readonly string[],
): Promise<void> {
  const command = zooKeeperCommands[argv[0]!]!;
  const flags = new Map<string, string>();
  const words: string[] = [];
  const rest = argv.slice(1);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!/^-[A-Za-z]+$/.test(word)) {
      words.push(word);
      continue;
    }
    for (const letter of word.slice(1)) {
      const at = command.flags.indexOf(letter);
      if (at < 0) throw new CommandUsage(`Unrecognized option: ${word}`);
      const takes = command.flags[at + 1] === ':';
      if (takes && rest.length === 0) throw new CommandUsage(`Missing argument for option: ${letter}`);
      flags.set(letter, takes ? rest.shift()! : '');
    }
  }
  const [least, most] = command.words;
  if (words.length < least || words.length > most) throw new CommandUsage(command.usage);
  await command.run(context, words, flags);
}

/** `ls /a extra` was split; `{"a": 1}` in quotes was not. */
export function splitCommandLine(line: string): string[] {
  const words = line.match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
  return words.map((word) => (/^(['"]).*\1$/s.test(word) && word.length > 1 ? word.slice(1, -1) : word));
}

/** A path and everything below it, parents first, siblings sorted. */
async function treeBelow(client: ZooKeeperSession, path: string): Promise<string[]> {
  const { children } = await client.getChildren(path);
  const result = [path];
  for (const name of children.sort()) result.push(...(await treeBelow(client, childOf(path, name))));
  return result;
}

/** The addresses for clients in a configuration: those of `server.N` lines that name one. */
function clientAddresses(configuration: string): string {
  return [...configuration.matchAll(/^server\.\d+=.*;(\S+)$/gm)].map(([, address]) => address).join(',');
}

function printEvent(context: ShellCommandContext) {
  return (event: WatchedEvent) => void context.out(eventText(event.state, event.type, event.path));
}

function printStat(context: ShellCommandContext, stat: Stat): Promise<void> {
  return context.out(
    statLines(stat)
      .map((line) => `${line}\n`)
      .join(''),
  );
}
