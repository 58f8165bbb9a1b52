import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createReplay } from '../../source/session/replay/replay.ts';
import { type Finished, runTool } from '../conformance/tools.ts';
import { kafkaLab } from '../lab/kafka-lab.ts';
import { cli } from '../serve-cluster.ts';
import { FakeClock } from '../time/fake-clock.ts';
import { processesWith } from './processes.ts';
import { type RecordedEvents, recordedEvents } from './recorded-events.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-whole-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function runCli(...args: string[]): Promise<Finished> {
  const env = { ...process.env, KAFKA_LAB_HOME: home };
  return runTool(process.execPath, [cli, ...args], { env, timeoutMs: 170_000 });
}

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';

describe('the whole lab with `kafka-lab run`', () => {
  let own: string;
  let run: Finished;
  let exported: string;
  let events: RecordedEvents;
  beforeAll(async () => {
    own = mkdtempSync(join(tmpdir(), 'kafka-lab-whole-'));
    const env = { ...process.env, KAFKA_LAB_HOME: own };
    const words = ['run', '--messages', '4000', '--export', join(own, 'report')];
    run = await runTool(process.execPath, [cli, ...words], { env, timeoutMs: 170_000 });
    expect(run.code, run.stdout + run.stderr).toBe(0);
    exported = (await runTool(process.execPath, [cli, 'export', '--format', 'json'], { env })).stdout;
    events = await recordedEvents(own);
  }, 180_000);
  afterAll(() => rmSync(own, { recursive: true, force: true }));

  it('passes every check, says so at the end, and leaves nothing behind', () => {
    const checks = kafkaLab.steps.reduce((sum, step) => sum + step.checks.length, 0);
    expect(checks).toBeGreaterThan(40);
    expect(lastLine(run.stdout)).toBe(`lab: ${checks} of ${checks} checks passed`);
    expect(run.stderr).toBe('');
    expect(events.of('check-failed')).toEqual([]);
    expect(events.of('step-ended').map(({ step, outcome }) => [step, outcome])).toEqual(
      kafkaLab.steps.map(({ id }) => [id, 'passed']),
    );
    expect(events.of('graded')).toEqual([]);
    expect(processesWith(own)).toEqual([]);
  });

  it('writes the transcripts before its last line', () => {
    const paths = ['md', 'html', 'json', 'cast'].map((format) => join(own, 'report', `transcript.${format}`));
    expect(run.stdout.trimEnd().split('\n').slice(-5, -1)).toEqual(
      paths.map((path) => `transcript: ${path}`),
    );
    const transcript = readFileSync(paths[0]!, 'utf8');
    expect(transcript).toContain('Figure 18');
    expect(transcript).toContain('kafka-topics --bootstrap-server localhost:9092 --describe');
    expect(JSON.parse(exported)).toBeTypeOf('object');
  });

  it('counts a quarter before the swap and everything after it, of the same messages', () => {
    const [before, after] = events.of('counted');
    expect(before).toMatchObject({ step: '2.5', consumer: 'partition', settled: true });
    expect(before!.window).toBeGreaterThanOrEqual(4_000);
    expect(before!.received / before!.window).toBeCloseTo(0.25, 1);
    expect(after).toMatchObject({ step: '3.3', consumer: 'group', settled: true, received: after!.window });
    expect(events.of('swap')).toMatchObject([{ from: 'partition', to: 'group' }]);
    const [compared] = events.of('before-after');
    expect(compared!.after).toBe(compared!.window);
    expect(compared!.before / compared!.window).toBeCloseTo(0.25, 1);
    expect(compared!.partitions.map(({ before }) => before > 0)).toEqual([true, false, false, false]);
  });

  it('scales the group, stops it to set its offsets, and removes a consumer with work and a broker', () => {
    const scaled = events.lines.filter((line) => line.includes('scale deployment/ece573-prj05-consumer'));
    expect(scaled.map((line) => line.at(-1))).toEqual(['2', '4', '5', '1', '0', '1']);
    const deleted = events.lines.filter((line) => line.startsWith('kubectl delete pod'));
    expect(deleted).toEqual([
      expect.stringMatching(/^kubectl delete pod ece573-prj05-consumer-\S+$/),
      'kubectl delete pod kafka-1',
    ]);
    const at = events.all.findIndex((event) => event.type === 'command-started' && event.line === deleted[0]);
    const owners = events.all.slice(0, at).findLast((event) => event.type === 'rebalance')!.members;
    const gone = owners.find(({ pod }) => deleted[0]?.endsWith(` ${pod}`));
    expect(gone?.partitions.length).toBeGreaterThan(0);
  });

  it('reports each rebalance, and regresses neither at one nor while a broker restarts', () => {
    const shares = events.of('rebalance').map(({ members }) =>
      members
        .map(({ partitions }) => partitions.join('+') || 'idle')
        .sort()
        .join(', '),
    );
    expect(shares).toEqual(expect.arrayContaining(['0+1+2+3', '0+2, 1+3', '0, 1, 2, 3', '0, 1, 2, 3, idle']));
    expect(events.of('regressed')).toEqual([]);
  });

  it('is replayed from its journal to the same end', async () => {
    const replay = createReplay({ lab: kafkaLab, events: events.all, clock: new FakeClock() });
    try {
      replay.play();
      await expect.poll(() => replay.snapshot().replay?.ended, { timeout: 15_000 }).toBe(true);
      const view = replay.snapshot();
      expect(view.steps.map(({ state }) => state)).toEqual(kafkaLab.steps.map(() => 'passed'));
      expect(view.members).toEqual(events.of('rebalance').at(-1)!.members);
      const texts = replay.logs.consumer.slice(0, replay.logs.consumer.total).map(({ text }) => text);
      expect(texts).toContain('swap: partition 0 only → consumer group');
      expect(texts).toContain('4.1 Scale to two consumers');
      expect(texts.some((text) => /^group of 2: …\S+ p0 p2 · …\S+ p1 p3$/.test(text))).toBe(true);
    } finally {
      await replay.actions.close();
    }
  });
});

describe('kafka-lab run', () => {
  it('refuses an unknown step before it starts anything', async () => {
    const { code, stderr } = await runCli('run', '--until', '9.9');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^kafka-lab: there is no step `9\.9`: .+\n$/);
    expect(processesWith(home)).toEqual([]);
  });

  it('stops after --until', async () => {
    const { code, stdout } = await runCli('run', '--until', '1.2');
    expect(code).toBe(0);
    expect(lastLine(stdout)).toMatch(/^lab: (\d+) of \1 checks passed$/);
    expect(stdout).not.toContain('\n1.3 ');
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'leaves no process behind when it is ended by %s',
    async (signal) => {
      const env = { ...process.env, KAFKA_LAB_HOME: home };
      const child = spawn(process.execPath, [cli, 'run', '--messages', '1000000'], {
        env,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      await expect
        .poll(() => text, { timeout: 30_000 })
        .toContain('$ kubectl logs -l app=ece573-prj05-producer');
      expect(processesWith(join(home, 'clusters')).length).toBeGreaterThan(1);
      child.kill(signal);
      await once(child, 'exit');
      await expect.poll(() => processesWith(join(home, 'clusters')), { timeout: 15_000 }).toEqual([]);
      const [session = ''] = readdirSync(join(home, 'sessions'));
      const journal = readFileSync(join(home, 'sessions', session, 'journal.jsonl'), 'utf8')
        .trimEnd()
        .split('\n');
      expect(journal.map((line) => (JSON.parse(line) as { type: string }).type)).toContain('check-passed');
    },
    60_000,
  );
});

describe('kafka-lab up', () => {
  it('serves in the background with --detach until down', async () => {
    const up = await runCli('up', '--detach', '--json');
    expect(up.code, up.stderr).toBe(0);
    const { kubeconfig, pid } = JSON.parse(up.stdout) as { kubeconfig: string; pid: number };
    expect(readFileSync(kubeconfig, 'utf8')).toContain('token:');
    expect(processesWith(home)).toEqual([pid]);
    const again = await runCli('up');
    expect(again).toMatchObject({ code: 3, stderr: expect.stringContaining('has been running since') });
    const nodes = await runCli('kubectl', 'get', 'nodes', '-o', 'name');
    expect(nodes.stdout.trim().split('\n')).toHaveLength(5);
    const down = await runCli('down');
    expect(down.stdout).toContain('Deleted cluster kafka-lab');
    expect(processesWith(home)).toEqual([]);
    expect((await runCli('down')).stdout).toBe('No cluster kafka-lab is running.\n');
  }, 30_000);

  it('applies a manifest, and waits until its brokers have registered', async () => {
    const child = spawn(
      process.execPath,
      [cli, 'up', '--json', '--home', home, '--apply', 'manifests/kafka.yml'],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    expect(JSON.parse(line.toString())).toMatchObject({
      bootstrap: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    });
    child.kill('SIGINT');
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(130);
    await expect.poll(() => processesWith(home)).toEqual([]);
  }, 30_000);

  it('says what is wrong with an invalid manifest', async () => {
    const broken = join(home, 'broken.yml');
    writeFileSync(broken, 'kind: Service\nmetadata: [\n');
    const { code, stderr } = await runCli('up', '--apply', broken);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^kafka-lab: `.*broken\.yml` cannot be applied: .+\n$/);
    expect(processesWith(home)).toEqual([]);
  }, 30_000);
});
