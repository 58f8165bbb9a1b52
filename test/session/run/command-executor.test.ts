import { describe, expect, it } from 'vitest';
import type { CommandRunner, OutputSink } from '../../../source/cluster/model/cluster.ts';
import { LabError } from '../../../source/errors/lab-error.ts';
import { createEventStream } from '../../../source/session/event-stream.ts';
import { createCommandExecutor } from '../../../source/session/run/command-executor.ts';
import type { SessionEvent } from '../../../source/session/session-events.ts';
import { safe, trusted } from '../../../source/text/safe-text.ts';
import { FakeClock } from '../../time/fake-clock.ts';
import { MemoryJournal } from '../fakes/memory-journal.ts';

function setUp(run: CommandRunner['run']) {
  const clock = new FakeClock();
  const journal = new MemoryJournal();
  const stream = createEventStream(clock, (event) => journal.append(event));
  const shown: SessionEvent[] = [];
  stream.subscribe((event) => shown.push(event));
  const done: string[] = [];
  const cluster = {
    reset: async (output: OutputSink) => {
      done.push('reset');
      output('stdout', trusted('fresh\n'));
    },
    build: async () => {
      done.push('build');
    },
  };
  const executor = createCommandExecutor({ runner: { run }, cluster, clock, stream, directory: '/lab' });
  return { executor, journal, shown, done, clock };
}

const forever = new AbortController().signal;

describe('the command executor', () => {
  it('records the looks of its output beside the text, up to a limit', async () => {
    const { executor, journal } = setUp(async (_, { output }) => {
      output('stdout', trusted('one\nWARN two\n'), [{ line: 1, from: 0, length: 4, colour: 3 }]);
      for (let line = 0; line < 5_000; line += 1)
        output('stdout', trusted('x\n'), [{ line: 0, from: 0, length: 1, bold: true }]);
      return { exitCode: 0 };
    });
    await executor.execute({ line: 'kubectl logs kafka-0', signal: forever });
    const outputs = journal.events.flatMap((event) => (event.type === 'command-output' ? [event] : []));
    expect(outputs[0]).toMatchObject({
      text: 'one\nWARN two',
      looks: [{ line: 1, from: 0, length: 4, colour: 3 }],
    });
    expect(outputs.filter(({ looks }) => looks !== undefined)).toHaveLength(4_096);
    expect(outputs.at(-1)).not.toHaveProperty('looks');
  });

  it('records a command with its output lines, its exit code and its duration', async () => {
    const { executor, journal } = setUp(async (line, { output, directory }) => {
      expect([line, directory]).toEqual(['kubectl get pods', '/lab']);
      output('stdout', trusted('NAME\nkaf'));
      output('stderr', trusted('warning'));
      output('stdout', trusted('ka-0\n'));
      return { exitCode: 3 };
    });
    const output = await executor.execute({ line: 'kubectl get pods', step: '1.4', signal: forever });
    expect(output).toEqual({
      command: 'kubectl get pods',
      stdout: 'NAME\nkafka-0\n',
      stderr: 'warning',
      exitCode: 3,
    });
    expect(journal.events).toMatchObject([
      { type: 'command-started', command: 1, line: 'kubectl get pods', step: '1.4', attempt: 1 },
      { type: 'command-output', stream: 'stdout', text: 'NAME' },
      { type: 'command-output', stream: 'stdout', text: 'kafka-0' },
      { type: 'command-output', stream: 'stderr', text: 'warning' },
      { type: 'command-ended', command: 1, ending: 'exited', exitCode: 3 },
    ]);
  });

  it('delegates reset and build to the cluster, under each name by which they can be typed', async () => {
    const { executor, done, journal } = setUp(async () => ({ exitCode: 1 }));
    for (const line of ['kafka-lab reset', './reset_cluster.sh', 'kafka-lab build', './build.sh']) {
      expect((await executor.execute({ line, signal: forever })).exitCode).toBe(0);
    }
    expect(done).toEqual(['reset', 'reset', 'build', 'build']);
    expect(journal.of('command-output')[0]).toMatchObject({ text: 'fresh' });
  });

  it('turns a command that cannot run into exit code 127 and a line that says why', async () => {
    const { executor, journal } = setUp(async () => {
      throw new LabError('machine-lacks', '`kubectl` is not on PATH', { hint: 'use --kubectl builtin' });
    });
    const output = await executor.execute({ line: 'kubectl get pods', signal: forever });
    expect(output).toMatchObject({
      exitCode: 127,
      stderr: '`kubectl` is not on PATH: use --kubectl builtin\n',
    });
    expect(journal.of('command-ended')).toMatchObject([{ ending: 'unable', exitCode: 127 }]);
  });

  it('reports success for a following command that is stopped', async () => {
    const { executor, journal } = setUp(async (_line, { output, signal }) => {
      output('stdout', trusted('a line\n'));
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      return { exitCode: 130 };
    });
    const running = executor.start({ line: 'kubectl logs x -f', signal: forever });
    expect(running.output().stdout).toBe('a line\n');
    await running.stop();
    expect(await running.ended).toMatchObject({ exitCode: 0, stdout: 'a line\n' });
    expect(journal.of('command-ended')).toMatchObject([{ ending: 'stopped', exitCode: 0 }]);
  });

  it('does not wait for a command that ignores its signal, and drops its later output', async () => {
    let late: OutputSink = () => {};
    const { executor, journal } = setUp((_line, { output }) => {
      late = output;
      return new Promise(() => {});
    });
    const controller = new AbortController();
    const running = executor.execute({ line: 'kubectl wait', signal: controller.signal });
    controller.abort(new Error('cancelled'));
    await expect(running).rejects.toThrow('cancelled');
    expect(journal.of('command-ended')).toMatchObject([{ ending: 'cancelled' }]);
    late('stdout', trusted('too late\n'));
    expect(journal.of('command-output')).toEqual([]);
  });

  it('records a limited part of a flood, but shows all of it', async () => {
    const lines = 40_000;
    const { executor, journal, shown } = setUp(async (_line, { output }) => {
      for (let index = 0; index < lines; index += 100)
        output('stdout', safe`${'a line of some length\n'.repeat(100)}`);
      return { exitCode: 0 };
    });
    await executor.execute({ line: 'kubectl logs flood', signal: forever });
    const chunks = journal.of('command-output');
    const recorded = chunks.reduce(
      (sum, each) => sum + (each.text === '' ? 0 : each.text.split('\n').length),
      0,
    );
    expect(chunks.reduce((sum, each) => sum + each.text.length, 0)).toBeLessThanOrEqual(512 * 1024);
    expect(recorded + (chunks.at(-1)!.elided ?? 0)).toBe(lines);
    const more = shown.filter((event) => event.type === 'more-output');
    expect(more.reduce((sum, each) => sum + each.text.split('\n').length, 0)).toBe(chunks.at(-1)!.elided);
  });
});
