import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportSession } from '../../../source/commands/export.ts';
import { runLab } from '../../../source/commands/run/run-lab.ts';
import { type Journal, openJournal } from '../../../source/journal/journal.ts';
import { sessionDirectory } from '../../../source/journal/session-files.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { breakGroup } from '../../session/fakes/broken-group.ts';
import type { FakeWorld } from '../../session/fakes/fake-world.ts';
import { startSession } from '../../session/fakes/start-session.ts';

const checksOf = (steps: typeof kafkaLab.steps) => steps.reduce((sum, step) => sum + step.checks.length, 0);
const total = checksOf(kafkaLab.steps);
const until = '3.3';
const counted = checksOf(kafkaLab.steps.slice(0, kafkaLab.steps.findIndex(({ id }) => id === until) + 1));
let home: string;
let journal: Journal;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'run-'));
  journal = await openJournal(sessionDirectory(home, 'first'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

async function run(options: Parameters<typeof runLab>[1] = {}, prepare?: (world: FakeWorld) => void) {
  const { session } = startSession({ journal }, prepare);
  const lines: string[] = [];
  const code = await runLab(session, options, (line) => lines.push(line)).finally(() =>
    session.actions.close(),
  );
  return { code, lines, text: lines.join('\n') };
}

describe('a run without a screen', () => {
  it('prints each command with its output and its checks, and the summary last', async () => {
    const { code, lines, text } = await run({ until });
    expect(code).toBe(0);
    expect(lines.at(-1)).toBe(`lab: ${counted} of ${counted} checks passed`);
    expect(text).toContain(
      '1.1 Reset the cluster\n$ kafka-lab reset   (on kind: ./reset_cluster.sh)\na cluster of five nodes is up\n✔ ',
    );
    expect(lines.find((line) => line.startsWith('✔ four partitions'))).toMatch(
      /^✔ four partitions {2}\d+\.\d s$/,
    );
    expect(text).toContain('$ kubectl scale deployment/ece573-prj05-producer --replicas=0');
    expect(text).toContain('· the consumer is now: consumer group');
  });

  it('prints a failed check with its evidence and hint, and ends with exit code 1', async () => {
    const { code, lines, text } = await run({ until }, (world) => breakGroup(world, 'drops-one'));
    expect(code).toBe(1);
    expect(text).toMatch(/✘ no message missing, in any partition {2}\d+\.\d s\n {2}p2 .* of .*\n {2}hint: /);
    const [, passed, made] = /^lab: (\d+) of (\d+) checks passed$/.exec(lines.at(-1)!) ?? [];
    expect(Number(made) - Number(passed)).toBe(2);
  });

  it('stops if it is pointless to continue, says so, and counts skipped checks as not passed', async () => {
    const { code, lines } = await run({}, (world) => {
      world.cluster.resetError = new Error('no room');
    });
    expect(code).toBe(1);
    expect(lines.at(-2)).toMatch(
      /^stopped at 1\.1 Reset the cluster \(later steps depend on it\): \d+ checks were not run$/,
    );
    expect(lines.at(-1)).toMatch(new RegExp(`^lab: \\d+ of ${total} checks passed$`));
  });

  it('runs up to a step, and refuses an unknown step before it runs anything', async () => {
    const { code, lines } = await run({ until: '1.1' });
    expect([code, lines.at(-1)]).toEqual([0, 'lab: 3 of 3 checks passed']);
    journal = await openJournal(sessionDirectory(home, 'second'));
    await expect(run({ until: '7' })).rejects.toMatchObject({ code: 'usage', exitCode: 2 });
  });

  it('ends when its signal is aborted', async () => {
    const { code, lines } = await run({ signal: AbortSignal.abort() });
    expect(code).toBe(1);
    expect(lines.at(-2)).toContain('(cancelled)');
    expect(lines.at(-1)).toBe(`lab: 0 of ${total} checks passed`);
  });

  it('counts checks that cannot be judged separately, and does not fail because of them', async () => {
    const at = new Date(0).toISOString();
    const unjudged = {
      step: '2.3',
      check: 'c',
      title: 'it publishes',
      evidence: 'no line says so',
      durationMs: 0,
    };
    const lines: string[] = [];
    const session = {
      journalPath: '',
      runAll: async ({ print }: Parameters<Parameters<typeof runLab>[0]['runAll']>[0]) => {
        print({ v: 1, type: 'check-unjudged', ms: 0, at, ...unjudged, hint: 'log it' });
        return { passed: 1, unjudged: 1, total: 2 };
      },
    };
    expect(await runLab(session, {}, (line) => lines.push(line))).toBe(0);
    expect(lines).toEqual([
      '? it publishes  0.0 s  not judged',
      '  no line says so',
      '  hint: log it',
      '',
      '1 check was not judged: neither passed nor failed',
      'lab: 1 of 2 checks passed',
    ]);
  });

  it('writes the transcripts before the summary', async () => {
    const directory = join(home, 'out');
    const { lines } = await run({ until, exportDirectory: directory });
    expect(lines.slice(-5)).toEqual([
      ...['md', 'html', 'json', 'cast'].map(
        (format) => `transcript: ${join(directory, `transcript.${format}`)}`,
      ),
      `lab: ${counted} of ${counted} checks passed`,
    ]);
    expect(readFileSync(join(directory, 'transcript.md'), 'utf8')).toContain(
      `Checks passed: ${counted} of ${total}`,
    );
    expect(JSON.parse(readFileSync(join(directory, 'transcript.json'), 'utf8')).summary).toEqual({
      passed: counted,
      unjudged: 0,
      total,
    });
  });
});

describe('an export', () => {
  async function write(options: Partial<Parameters<typeof exportSession>[0]> = {}) {
    let text = '';
    const code = await exportSession({ home, format: 'md', ...options }, (piece) => {
      text += piece;
    });
    return { code, text };
  }

  it('takes the most recent session, and prints to standard output', async () => {
    await run({ until: '1.2' });
    const { code, text } = await write();
    expect(code).toBe(0);
    expect(text).toContain('## 1.2 Look at the nodes (Figure 2)');
    expect(JSON.parse((await write({ format: 'json', session: 'first' })).text).version).toBe(1);
  });

  it('writes to a file, and prints its path', async () => {
    await run({ until: '1.1' });
    const path = join(home, 'deep', 'lab.md');
    expect((await write({ output: path })).text).toBe(`${path}\n`);
    expect(readFileSync(path, 'utf8')).toContain('## 1.1');
  });

  it.each([
    ['an unknown session', { session: 'nope' }, 'usage'],
    ['a session id that is a path', { session: '../first' }, 'usage'],
    ['an unknown format', { format: 'pdf' }, 'usage'],
    ['a home without sessions', { home: '/nonexistent' }, 'usage'],
  ])('refuses %s', async (_what, options, code) => {
    await journal.close();
    await expect(write(options)).rejects.toMatchObject({ code });
  });

  it('refuses a path that cannot be written, and leaves no partial file behind', async () => {
    await run({ until: '1.1' });
    const before = readdirSync(home);
    await expect(write({ output: join(home, 'sessions') })).rejects.toMatchObject({ code: 'journal' });
    await expect(write({ output: join(journal.path, 'lab.md') })).rejects.toMatchObject({ code: 'journal' });
    expect(readdirSync(home)).toEqual(before);
  });
});
