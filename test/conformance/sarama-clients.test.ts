import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kafkaLab } from '../lab/kafka-lab.ts';
import { cli } from '../serve-cluster.ts';
import { openPty } from '../terminal/pty-screen.ts';
import { runTool } from './tools.ts';

const source = join('test', 'conformance', 'sarama-clients');
const hasGo = spawnSync('go', ['version']).status === 0;

/** Go clients with sarama, as learners write them: without /metrics, and with the names and ports in the manifest. */
describe.skipIf(!hasGo)('a learner’s sarama client', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'kafka-lab-sarama-'));
    for (const file of ['kafka.yml', 'clients.yml'])
      copyFileSync(join('manifests', file), join(directory, file));
    for (const variant of ['original', 'improved', 'newest', 'partitions', 'skips', 'twice']) build(variant);
  }, 600_000);
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  function build(variant: string): void {
    const to = join(directory, variant);
    const flags = ['-ldflags', `-X main.variant=${variant}`, '-o', to, '.'];
    const { status, stderr } = spawnSync('go', ['build', ...flags], { cwd: source, encoding: 'utf8' });
    if (status !== 0) throw new Error(`go build: ${stderr}`);
  }

  async function lab(better: string, ...more: string[]) {
    const clients = ['--client-command', './original', '--better-client', `./${better}`];
    const place = ['--home', join(directory, `home-${better}`), '--name', better, '--lab-dir', directory];
    const { code, stdout } = await runTool(
      process.execPath,
      [cli, 'run', ...place, ...clients, '--messages', '3000', ...more],
      { timeoutMs: 400_000 },
    );
    const titles = (mark: string) =>
      stdout
        .split('\n')
        .flatMap((line) => (line.startsWith(`${mark} `) ? [line.slice(2).split('  ')[0]] : []));
    return { code, stdout, failed: titles('✘'), unjudged: titles('?') };
  }

  const whole = ['no message missing, in any partition', '100 % of the messages received'];

  it('resolves the names in the manifest, and passes with a group that starts at the oldest offset', async () => {
    const { code, stdout, failed, unjudged } = await lab('improved', '--until', '4.1');
    expect({ code, failed, unjudged }, stdout.slice(-4000)).toEqual({ code: 0, failed: [], unjudged: [] });
    expect(stdout).toMatch(/test: start publishing messages to (?:kafka-0\.kafka-service|127\.0\.0\.1:)/);
  }, 420_000);

  it.each<[string, string, readonly string[], readonly string[]]>([
    ['a group that begins at the newest offset', 'newest', whole, []],
    [
      'partition consumers of which one is missing',
      'skips',
      ['messages from all four partitions', ...whole],
      ['the group owns all four partitions'],
    ],
    [
      'a group that counts each message twice',
      'twice',
      ['no message twice', '100 % of the messages received'],
      ['no message missing, in any partition'],
    ],
  ])(
    'fails with %s, and only for the actual mistake',
    async (_what, variant, expected, open) => {
      const { code, stdout, failed, unjudged } = await lab(variant, '--until', '3.3');
      expect({ code, failed, unjudged }, stdout.slice(-4000)).toEqual({
        code: 1,
        failed: expected,
        unjudged: open,
      });
    },
    420_000,
  );

  it('passes with four partition consumers, without being judged like a group', async () => {
    const { code, stdout, failed, unjudged } = await lab('partitions');
    expect({ code, failed }, stdout.slice(-4000)).toEqual({ code: 0, failed: [] });
    expect(unjudged).toContain('the group owns all four partitions');
    expect(unjudged).toContain('2 members in the group');
    expect(stdout).toContain('needs a consumer group');
    expect(stdout.trimEnd().split('\n').at(-2)).toMatch(/^\d+ checks were not judged/);
  }, 420_000);

  it.each<[string, RegExp]>([
    ['improved', /✔ 100 % of the messages received/],
    ['newest', /✘ 100 % of the messages received/],
    ['skips', /✘ messages from all four partitions/],
    ['twice', /✘ no message twice/],
    ['partitions', /✔ 100 % of the messages received/],
  ])(
    'gets the same verdict on the screen, with estimated bars: %s',
    async (variant, verdict) => {
      const clients = ['--client-command', './original', '--better-client', `./${variant}`];
      const place = [
        '--home',
        join(directory, `screen-${variant}`),
        '--name',
        variant,
        '--lab-dir',
        directory,
      ];
      const words = [cli, ...place, ...clients, '--messages', '2000'];
      const terminal = openPty(process.execPath, words, { columns: 140, rows: 50 });
      try {
        await terminal.sees(/1\.1 Reset the cluster/);
        terminal.type('\u001b[B'.repeat(kafkaLab.steps.findIndex(({ id }) => id === '3.3')));
        await terminal.sees(/▸.? ?.? ?3\.3/);
        terminal.type('R');
        await terminal.sees('Which share of the messages will this consumer receive?', 120_000);
        terminal.type('\u001b[B\r');
        await terminal.sees(
          /received about \d+\.\d % of [\d,]+ .*consumer: partition 0 only.*estimated/,
          120_000,
        );
        await terminal.sees('Which share of the messages will the consumer group receive?', 120_000);
        terminal.type(`${'\u001b[B'.repeat(4)}\r`);
        await terminal.sees(verdict, 180_000);
        expect(terminal.text()).toMatch(/consumer: (?:group|all partitions)/);
        terminal.type('\u0003');
        await terminal.ended();
      } finally {
        terminal.close();
      }
    },
    420_000,
  );
});
