import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { spawn as spawnInTerminal } from '@lydell/node-pty';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ServedCluster, serveCluster } from '../../serve-cluster.ts';
import { has, runTool } from '../tools.ts';

const image = 'confluentinc/cp-kafka:7.3.5';

describe.skipIf(!has('kubectl'))('long-running commands of the real kubectl', () => {
  let cluster: ServedCluster;
  const running: ChildProcessWithoutNullStreams[] = [];

  beforeAll(async () => {
    cluster = await serveCluster('--apply', 'manifests/kafka.yml');
    await kubectl('rollout status sts/kafka --timeout=30s');
  });
  afterEach(async () => {
    for (const child of running.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGINT');
      await once(child, 'exit');
    }
  });
  afterAll(() => cluster?.close());

  async function kubectl(line: string): Promise<string> {
    const { code, stdout, stderr } = await runTool('sh', ['-c', `kubectl ${line}`], { env: cluster.env });
    expect(code, stdout + stderr).toBe(0);
    return stdout;
  }

  /** Starts kubectl; `shows` waits until what it printed matches. */
  function start(line: string) {
    const child = spawn('kubectl', line.split(' '), { env: cluster.env });
    running.push(child);
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (piece: Buffer) => {
        text += piece;
      });
    return { child, shows: (wanted: RegExp) => expect.poll(() => text, { timeout: 15_000 }).toMatch(wanted) };
  }

  it('get -w shows a pod appear and disappear', async () => {
    await kubectl(`run before --labels=seen=yes --image=${image} -- sleep infinity`);
    const watch = start('get pods -l seen=yes -w');
    await watch.shows(/before/);
    await kubectl(`run seen --labels=seen=yes --image=${image} -- sleep infinity`);
    await watch.shows(/seen +0\/1 +Pending(.|\n)*seen +1\/1 +Running/);
    await kubectl('delete pod seen before --now');
    await watch.shows(/Terminating/);
  });

  it('wait --for=delete', async () => {
    await kubectl(`run brief --image=${image} -- sleep infinity`);
    // Only once it watches: of a pod that is gone before, it says nothing.
    const wait = start('wait --for=delete pod/brief --timeout=20s -v=6');
    await wait.shows(/GET \S+\/pods\?\S*watch=true\S* 200 OK/);
    await kubectl('delete pod brief --now');
    await wait.shows(/pod\/brief condition met/);
  });

  it('logs -f follows, and a second follower starts with the earlier lines', async () => {
    await kubectl(
      `run counter --image=${image} -- sh -c 'for n in $(seq 1 1000); do echo line $n; sleep 0.1; done'`,
    );
    await kubectl('wait --for=condition=Ready pod/counter --timeout=10s');
    const first = start('logs -f counter');
    await first.shows(/^line 1\nline 2\n(line \d+\n)*line 10\n/);
    const again = start('logs -f counter --since=1h --tail=5');
    await again.shows(/^(line \d+\n){10}/);
    await kubectl('delete pod counter --now');
    await first.shows(/line 10\n/);
    if (first.child.exitCode === null) await once(first.child, 'exit');
    expect(first.child.exitCode).toBe(0);
  });

  it('logs --previous prints the lines of the previous container', async () => {
    await kubectl(`run crasher --image=${image} -- sh -c 'echo about to fail; exit 3'`);
    await expect
      .poll(() => kubectl('get pod crasher'), { timeout: 20_000 })
      .toMatch(/CrashLoopBackOff +[1-9]/);
    expect(await kubectl('logs crasher --previous')).toContain('about to fail');
    expect(
      await kubectl(
        "get pod crasher -o jsonpath='{.status.containerStatuses[0].lastState.terminated.exitCode}'",
      ),
    ).toBe('3');
  });

  it('port-forward carries data both ways', async () => {
    const forward = start('port-forward pod/zookeeper-0 :2181');
    let printed = '';
    forward.child.stdout.on('data', (piece) => {
      printed += piece;
    });
    await forward.shows(/Forwarding from 127\.0\.0\.1:\d+ -> 2181/);
    const port = Number(/127\.0\.0\.1:(\d+)/.exec(printed)?.[1]);
    for (let round = 0; round < 3; round++) {
      const socket = connect(port, '127.0.0.1').end('srvr');
      let answer = '';
      for await (const piece of socket) answer += piece;
      expect(answer).toContain('Mode: standalone');
    }
  });

  it('cp copies files and folders both ways, byte for byte', async () => {
    const folder = `${cluster.home}/copied`;
    const made = `mkdir -p ${folder}/in/deep && head -c 1000000 /dev/urandom >${folder}/in/deep/bytes && echo text >${folder}/in/text`;
    expect((await runTool('sh', ['-c', made])).code).toBe(0);
    await kubectl(`cp ${folder}/in kafka-0:/tmp/copied`);
    expect(await kubectl('exec kafka-0 -- cat /tmp/copied/text')).toBe('text\n');
    await kubectl(`cp kafka-0:/tmp/copied ${folder}/out`);
    await kubectl(`cp kafka-0:/tmp/copied/deep/bytes ${folder}/bytes`);
    const compared = `diff -r ${folder}/in ${folder}/out && cmp ${folder}/in/deep/bytes ${folder}/bytes`;
    expect(await runTool('sh', ['-c', compared])).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  it('exec -it is a shell in a terminal: it echoes, Ctrl-C ends only the command, exit returns the code', async () => {
    const terminal = spawnInTerminal('kubectl', ['exec', '-it', 'kafka-0', '--', 'sh'], {
      cols: 80,
      rows: 24,
      env: cluster.env as Record<string, string>,
    });
    let screen = '';
    terminal.onData((text) => {
      screen += text;
    });
    const exited = new Promise<number>((resolve) => terminal.onExit(({ exitCode }) => resolve(exitCode)));
    const shows = (wanted: RegExp) => expect.poll(() => screen, { timeout: 15_000 }).toMatch(wanted);
    await shows(/sh-4\.4\$ $/);
    terminal.write('hostname\r');
    await shows(/hostname\r\nkafka-0\r\nsh-4\.4\$ $/);
    terminal.write('echo asleep; sleep 1000\r');
    await shows(/\r\nasleep\r\n$/);
    terminal.write('\u0003');
    await shows(/\^C\r\nsh-4\.4\$ $/);
    terminal.write('exit 5\r');
    expect(await exited).toBe(5);
  });
});
