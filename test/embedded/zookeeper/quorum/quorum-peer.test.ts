import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { EnsembleUnderTest } from '../ensemble-under-test.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

function ensembleOf(size: number, line?: (id: number) => string): EnsembleUnderTest {
  const ensemble = new EnsembleUnderTest(size, line);
  cleanups.push(() => ensemble.close());
  return ensemble;
}

function directory(): string {
  const path = mkdtempSync(join(tmpdir(), 'zookeeper-quorum-'));
  cleanups.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const poll = { interval: 20, timeout: 5000 };

describe('an ensemble', () => {
  it('elects the highest id of servers with equal data, and serves a single tree', async () => {
    const ensemble = ensembleOf(3);
    for (const id of [1, 2, 3]) ensemble.start(id);
    await expect.poll(() => ensemble.modes(1, 2, 3), poll).toEqual(['follower', 'follower', 'leader']);
    const [first, second] = [await ensemble.connect([1]), await ensemble.connect([2])];
    const seen: string[] = [];
    await second.exists('/a', ({ type }) => seen.push(type));
    await first.create('/a', Buffer.from('one'));
    await expect.poll(() => seen, poll).toEqual(['NodeCreated']);
    expect((await second.getData('/a')).data.toString()).toBe('one');
    expect((await second.exists('/a'))?.czxid.toString(16)).toMatch(/^10000000\d$/);
    expect(String(first.sessionId >> 56n) + String(second.sessionId >> 56n)).toBe('12');
    await Promise.all([first.close(), second.close()]);
  });

  it('serves no clients without a quorum, and says so', async () => {
    const ensemble = ensembleOf(3);
    const { log } = ensemble.start(1);
    await expect
      .poll(() => log.join('\n'), poll)
      .toContain('Cannot open channel to 3 at election address zk-3.zk:3888');
    expect(await ensemble.word(1, 'ruok')).toBe('imok');
    expect(await ensemble.word(1, 'srvr')).toBe(
      'This ZooKeeper instance is not currently serving requests\n',
    );
    await expect(ensemble.connect([1], 300)).rejects.toMatchObject({ code: 'CONNECTIONLOSS' });
    expect(log.join('\n')).toContain('ZooKeeperServer not running');
    ensemble.start(2);
    await expect.poll(() => ensemble.modes(1, 2), poll).toEqual(['follower', 'leader']);
  });

  it('survives the loss of its leader: the session continues on another server, in a new epoch', async () => {
    const ensemble = ensembleOf(3);
    for (const id of [1, 2, 3]) ensemble.start(id);
    await expect.poll(() => ensemble.modes(1, 2, 3), poll).toEqual(['follower', 'follower', 'leader']);
    const client = await ensemble.connect([3, 2, 1]);
    await client.create('/mine', Buffer.from('x'), { ephemeral: true });
    ensemble.stop(3);
    await expect.poll(() => ensemble.modes(1, 2), poll).toEqual(['follower', 'leader']);
    await expect
      .poll(() => client.exists('/mine').catch(() => undefined), poll)
      .toMatchObject({
        ephemeralOwner: client.sessionId,
      });
    await client.create('/after', Buffer.alloc(0));
    expect((await client.exists('/after'))?.czxid.toString(16)).toMatch(/^20000000\d$/);
    await client.close();
  });

  it('loses its quorum with two of three servers, and regains it with one of them, which catches up', async () => {
    const ensemble = ensembleOf(3);
    for (const id of [1, 2, 3]) ensemble.start(id);
    await expect.poll(() => ensemble.modes(1, 2, 3), poll).toEqual(['follower', 'follower', 'leader']);
    ensemble.stop(2);
    const client = await ensemble.connect([1]);
    await client.create('/kept', Buffer.from('yes'));
    client.drop();
    expect(await ensemble.modes(1, 3)).toEqual(['follower', 'leader']);
    ensemble.stop(3);
    await expect.poll(() => ensemble.mode(1), poll).toBe('none');
    // Its pod is a new one, without the data.
    ensemble.start(3);
    await expect.poll(() => ensemble.modes(1, 3), poll).toEqual(['leader', 'follower']);
    const other = await ensemble.connect([3]);
    expect((await other.getData('/kept')).data.toString()).toBe('yes');
    await other.close();
  });

  it('recovers everything from the disks of a quorum after all servers were killed', async () => {
    const disks = [1, 2, 3].map(() => directory());
    const start = (ensemble: EnsembleUnderTest, ids: readonly number[], bootId: string) => {
      for (const id of ids) ensemble.start(id, { dataDirectory: disks[id - 1]!, bootId });
    };
    const first = ensembleOf(3);
    start(first, [1, 2, 3], 'a');
    await expect.poll(() => first.modes(1, 2, 3), poll).toEqual(['follower', 'follower', 'leader']);
    const client = await first.connect([2]);
    await client.create('/old', Buffer.from('1'));
    first.stop(1);
    await client.create('/new', Buffer.from('2'));
    await client.create('/eph', Buffer.alloc(0), { ephemeral: true });
    client.drop();
    first.close();
    const second = ensembleOf(3);
    start(second, [1, 2], 'b');
    // Server 2 has the later transactions.
    await expect.poll(() => second.modes(1, 2), poll).toEqual(['follower', 'leader']);
    const reader = await second.connect([1]);
    expect((await reader.getChildren('/')).children.sort()).toEqual(['new', 'old', 'zookeeper']);
    start(second, [3], 'b');
    await expect.poll(() => second.mode(3), poll).toBe('follower');
    await reader.setData('/old', Buffer.from('3'));
    await reader.close();
    second.close();
    const third = ensembleOf(3);
    start(third, [1, 3], 'c');
    await expect.poll(() => third.modes(1, 3), poll).toEqual(['follower', 'leader']);
    const last = await third.connect([3]);
    expect((await last.getData('/old')).data.toString()).toBe('3');
    await last.close();
  });

  it('moves a session from one server to another, and closes its first connection', async () => {
    const ensemble = ensembleOf(3);
    for (const id of [1, 2, 3]) ensemble.start(id);
    await expect.poll(() => ensemble.modes(1, 2, 3), poll).toEqual(['follower', 'follower', 'leader']);
    const client = await ensemble.connect([1, 2]);
    await client.create('/e', Buffer.alloc(0), { ephemeral: true });
    ensemble.stop(1);
    await expect.poll(() => client.exists('/e').catch(() => undefined), poll).toBeDefined();
    expect(await ensemble.word(2, 'mntr')).toMatch(/^zk_num_alive_connections\t2$/m);
    await client.close();
    expect(await ensemble.modes(2, 3)).toEqual(['follower', 'leader']);
  });

  it('counts followers and observers at its leader', async () => {
    const ensemble = ensembleOf(4, (id) => `zk-${id}.zk:2888:3888${id === 4 ? ':observer' : ''}`);
    for (const id of [1, 2, 3, 4]) ensemble.start(id);
    await expect
      .poll(() => ensemble.modes(1, 2, 3, 4), poll)
      .toEqual(['follower', 'follower', 'leader', 'observer']);
    const mntr = await ensemble.word(3, 'mntr');
    expect(mntr).toMatch(/^zk_server_state\tleader$/m);
    expect(mntr).toMatch(/^zk_peer_state\tleading - broadcast$/m);
    expect(mntr).toMatch(/^zk_synced_followers\t2$/m);
    expect(mntr).toMatch(/^zk_synced_observers\t1$/m);
    expect(mntr).toMatch(/^zk_last_proposal_size\t-1$/m);
    const client = await ensemble.connect([1]);
    // A createSession: a header of 32 bytes, the timeout, the digest.
    expect(await ensemble.word(3, 'srvr')).toMatch(/\nProposal sizes last\/min\/max: 48\/48\/48\n$/);
    await client.close();
    expect(await ensemble.word(1, 'mntr')).not.toContain('zk_synced_followers');
    expect(await ensemble.word(1, 'conf')).toContain(
      'peerType=0\nmembership: \nserver.1=zk-1.zk:2888:3888:participant\n',
    );
  });

  it("exits with 14 if a server's own name does not resolve to its own address", async () => {
    const ensemble = ensembleOf(3, (id) => `wrong-${id}.zk:2888:3888`);
    const { running, log } = ensemble.start(1);
    expect(await running.exited).toEqual({ exitCode: 14 });
    expect(log.filter((line) => line.includes('Exception while listening'))).toHaveLength(3);
    expect(log.at(-1)).toContain("I won't be able to participate in leader election any longer");
  });

  it('does not complain about a name that cluster DNS knows a moment after its pod runs', async () => {
    const ensemble = ensembleOf(1);
    const { log } = ensemble.start(1, {}, false);
    await expect.poll(() => ensemble.word(1, 'ruok'), poll).toBe('imok');
    ensemble.name(1);
    await expect.poll(() => log.join('\n'), poll).toContain('is accepting connections now');
    expect(log.join('\n')).not.toContain('Exception while listening');
  });

  it('exits with 1 if myid is not among the servers', async () => {
    const ensemble = ensembleOf(3);
    const { running, log } = ensemble.start(7, {});
    expect(await running.exited).toEqual({ exitCode: 1 });
    expect(log.at(-1)).toContain('My id 7 not in the peer list');
  });
});
