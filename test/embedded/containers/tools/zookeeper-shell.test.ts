import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toolPrograms } from '../../../../source/embedded/containers/tools/tool-programs.ts';
import { InProcessNetwork } from '../../../../source/embedded/network/in-process-network.ts';
import {
  type RunningZooKeeper,
  startZooKeeper,
} from '../../../../source/embedded/zookeeper/server/server.ts';
import { runProgram } from '../shell/run-shell.ts';

const ip = '10.244.1.9';
const preamble =
  'Connecting to localhost:2181\n\nWATCHER::\n\nWatchedEvent state:SyncConnected type:None path:null\n';

describe('zookeeper-shell', () => {
  const network = new InProcessNetwork();
  let server: RunningZooKeeper;
  beforeAll(() => {
    network.attach({ ip, name: 'zookeeper-0', namespace: 'default', hostname: 'zookeeper-0' });
    server = startZooKeeper({ clientPort: 2181 }, { podIp: ip, network, log: () => undefined });
  });
  afterAll(() => server.kill());
  const shell = (words: readonly string[], stdin?: string, address = 'localhost:2181') =>
    runProgram(['zookeeper-shell', address, ...words], {
      network,
      programs: toolPrograms,
      ...(stdin === undefined ? {} : { stdin }),
    });

  it('prints a new tree like ls, byte for byte', async () => {
    expect(await shell(['ls', '/'])).toEqual({ code: 0, stdout: `${preamble}[zookeeper]\n`, stderr: '' });
    expect((await shell(['ls', '-R', '/zookeeper'])).stdout).toBe(
      `${preamble}/zookeeper\n/zookeeper/config\n/zookeeper/quota\n`,
    );
  });

  it('creates, reads, changes and deletes, and reports what it created on stderr', async () => {
    expect(await shell(['create', '/a', 'hello'])).toEqual({
      code: 0,
      stdout: preamble,
      stderr: 'Created /a\n',
    });
    expect((await shell(['create', '-s', '/a/n-', 'x'])).stderr).toBe('Created /a/n-0000000000\n');
    expect((await shell(['get', '/a'])).stdout).toBe(`${preamble}hello\n`);
    expect((await shell(['set', '-v', '0', '/a', 'other'])).code).toBe(0);
    expect(await shell(['set', '-v', '0', '/a', 'late'])).toMatchObject({
      code: 1,
      stderr: 'version No is not valid : /a\n',
    });
    expect(await shell(['delete', '/a'])).toMatchObject({ code: 1, stderr: 'Node not empty: /a\n' });
    expect(await shell(['create', '/a'])).toMatchObject({ code: 1, stderr: 'Node already exists: /a\n' });
    expect((await shell(['getAcl', '/a'])).stdout).toBe(`${preamble}'world,'anyone\n: cdrwa\n`);
    expect((await shell(['deleteall', '/a'])).code).toBe(0);
    expect(await shell(['get', '/a'])).toEqual({
      code: 1,
      stdout: preamble,
      stderr: 'Node does not exist: /a\n',
    });
    expect(await shell(['stat', '/a'])).toMatchObject({ code: 1, stderr: 'Node does not exist: /a\n' });
  });

  it('prints a Stat with its times in UTC', async () => {
    const { stdout } = await shell(['stat', '/']);
    const [cZxid, ctime, , , , cversion] = stdout.slice(preamble.length).split('\n');
    expect([cZxid, ctime]).toEqual(['cZxid = 0x0', 'ctime = Thu Jan 01 00:00:00 UTC 1970']);
    expect(cversion).toMatch(/^cversion = -?\d+$/);
    expect((await shell(['get', '-s', '/zookeeper'])).stdout).toContain(
      '\nephemeralOwner = 0x0\ndataLength = 0\nnumChildren = 2\n',
    );
  });

  it('reads commands from stdin, all in one session', async () => {
    const script =
      'create -e /mine "two words"\nget /mine\nbogus\nls /\nget -w /mine\nset /mine x\nquit\nls /never\n';
    const result = await shell([], script);
    expect(result.code).toBe(0);
    expect(result.stdout).toBe(
      `Connecting to localhost:2181\nWelcome to ZooKeeper!\nJLine support is disabled\n${preamble.slice(preamble.indexOf('\n') + 1)}` +
        'two words\n[mine, zookeeper]\ntwo words\n\nWATCHER::\n\nWatchedEvent state:SyncConnected type:NodeDataChanged path:/mine\n',
    );
    expect(result.stderr).toContain('Created /mine\n');
    expect(result.stderr).toContain('Command not found: Command not found bogus\n');
    expect((await shell(['ls', '/'])).stdout).toBe(`${preamble}[zookeeper]\n`);
  });

  it('reports errors, and exits with the code of the real shell', async () => {
    expect(await shell(['ls', '/'], undefined, 'localhost:9999')).toEqual({
      code: 1,
      stdout: 'Connecting to localhost:9999\n',
      stderr: 'KeeperErrorCode = ConnectionLoss for /\n',
    });
    expect(await shell(['ls'])).toMatchObject({ code: 1, stderr: 'ls [-s] [-w] [-R] path\n' });
    expect(await shell(['frobnicate', '/'])).toMatchObject({
      code: 127,
      stderr: expect.stringContaining('Command not found frobnicate'),
    });
    expect(await shell(['delete', '/zookeeper'])).toMatchObject({
      code: 1,
      stderr: 'Arguments are not valid : /zookeeper\n',
    });
    expect(await shell(['ls', '-x', '/'])).toMatchObject({ code: 1, stderr: 'Unrecognized option: -x\n' });
  });

  it('shows and changes ACLs, and knows the identity of the client after addauth', async () => {
    const { stdout, stderr } = await shell(
      [],
      [
        'addauth digest u:p',
        'create /acl data auth::cdrwa,world:anyone:r',
        'getAcl /acl',
        'setAcl -s /acl ip:10.0.0.0/8:rx,nonsense',
        'setAcl /acl digest:u',
        'getAcl /acl',
        '',
      ].join('\n'),
    );
    expect(stdout).toContain("'digest,'u:Jq7wMyA/w2Vd5WIDAKdu4OIIFEQ=\n: cdrwa\n'world,'anyone\n: r\n");
    expect(stdout).toContain('aclVersion = 1\n');
    expect(stdout).toMatch(/'ip,'10\.0\.0\.0\/8\n: r\n$/);
    expect(stderr).toBe(
      'Created /acl\nUnknown perm type: x\nnonsense does not have the form scheme:id:perm\n' +
        'digest:u does not have the form scheme:id:perm\nKeeperErrorCode = InvalidACL for /acl\nAcl is not valid : /acl\n',
    );
    expect(await shell(['set', '/acl', 'x'])).toMatchObject({
      code: 1,
      stderr: 'Insufficient permission : /acl\n',
    });
    expect((await shell(['delete', '/acl'])).code).toBe(0);
  });

  it('creates containers, and refuses modes that exclude each other', async () => {
    expect((await shell(['create', '-c', '/container'])).stderr).toBe('Created /container\n');
    expect((await shell(['create', '/container/a'])).stderr).toBe('Created /container/a\n');
    expect((await shell(['get', '/container'])).stdout).toBe(`${preamble}null\n`);
    expect((await shell(['getAllChildrenNumber', '/container'])).stdout).toBe(`${preamble}1\n`);
    expect((await shell(['sync', '/container'])).stdout).toBe(`${preamble}Sync is OK\n`);
    expect((await shell(['create', '-c', '-s', '/x'])).stderr).toMatch(
      /^-c cannot be combined with -s or -e/,
    );
    expect((await shell(['create', '-t', '0', '/x'])).stderr).toBe(
      'ttl must be positive and cannot be larger than: 1099511627775\n',
    );
    expect((await shell(['create', '-t', '5', '/x'])).stderr).toBe(
      'KeeperErrorCode = Unimplemented for /x\n',
    );
    expect((await shell(['deleteall', '/container'])).code).toBe(0);
  });
});
