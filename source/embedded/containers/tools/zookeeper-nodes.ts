import { permissions } from '../../zookeeper/database/access.ts';
import { longestTtl } from '../../zookeeper/database/node-owner.ts';
import { type Acl, createFlags } from '../../zookeeper/protocol/messages.ts';
import { CommandUsage } from './zookeeper-usage.ts';

const letters: readonly (readonly [string, number])[] = [
  ['c', permissions.create],
  ['d', permissions.delete],
  ['r', permissions.read],
  ['w', permissions.write],
  ['a', permissions.admin],
];

/** `cdrwa` */
export function permissionLetters(bits: number): string {
  return letters.map(([letter, bit]) => ((bits & bit) === 0 ? '' : letter)).join('');
}

/** `scheme:id:perms,…`; an entry of another form is left out, with a complaint. */
export async function readAclText(text: string, complain: (line: string) => Promise<void>): Promise<Acl[]> {
  const acl: Acl[] = [];
  for (const entry of text.split(',')) {
    const [first, last] = [entry.indexOf(':'), entry.lastIndexOf(':')];
    if (first === last) {
      await complain(`${entry} does not have the form scheme:id:perm\n`);
      continue;
    }
    let bits = 0;
    for (const letter of entry.slice(last + 1)) {
      const bit = letters.find(([known]) => known === letter)?.[1];
      if (bit === undefined) await complain(`Unknown perm type: ${letter}\n`);
      else bits |= bit;
    }
    acl.push({ permissions: bits, scheme: entry.slice(0, first), id: entry.slice(first + 1, last) });
  }
  return acl;
}

/** What the flags of `create` mean. Throws `CommandUsage` with ZooKeeper's words. */
export function createMode(flags: ReadonlyMap<string, string>): { flags: number; ttl?: bigint } {
  const [isEphemeral, isSequential, isContainer] = ['e', 's', 'c'].map((flag) => flags.has(flag));
  const ttlText = flags.get('t');
  if (isContainer && (isEphemeral || isSequential))
    throw new CommandUsage(
      '-c cannot be combined with -s or -e. Containers cannot be ephemeral or sequential.',
    );
  if (ttlText !== undefined && !/^[+-]?\d{1,19}$/.test(ttlText))
    throw new CommandUsage('-t argument must be a long value');
  if (ttlText !== undefined && isEphemeral)
    throw new CommandUsage('TTLs cannot be used with Ephemeral znodes');
  if (ttlText !== undefined && isContainer)
    throw new CommandUsage('TTLs cannot be used with Container znodes');
  if (ttlText !== undefined) {
    const ttl = BigInt(ttlText.replace('+', ''));
    if (ttl <= 0n || ttl > longestTtl)
      throw new CommandUsage(`ttl must be positive and cannot be larger than: ${longestTtl}`);
    return { flags: isSequential ? createFlags.sequentialTtl : createFlags.ttl, ttl };
  }
  if (isContainer) return { flags: createFlags.container };
  if (isEphemeral) return { flags: isSequential ? createFlags.ephemeralSequential : createFlags.ephemeral };
  return { flags: isSequential ? createFlags.sequential : createFlags.persistent };
}
