import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Check, Lab, Step } from '../../../source/lab/model/step.ts';
import { fails, holds } from '../../../source/lab/model/verdict.ts';
import type { TaskFiles } from '../../../source/session/task-files.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { type Started, startSession, until } from '../fakes/start-session.ts';

const starts = 'partitions: 4\n';
const solution = 'partitions: 6\n';

const six: Check<'file'> = {
  id: 'six',
  title: 'the file asks for six partitions',
  look: ['file'],
  withinMs: 0,
  verify: ({ file }) => {
    const count = /^partitions: (\d+)$/m.exec(file.text)?.[1];
    if (count === undefined) return fails(`${file.name} has no partitions`, 'Add the line again.');
    return count === '6' ? holds('partitions: 6') : fails(`partitions: ${count}`, 'It is to be 6.');
  },
};

/** A small lab with the cluster and a task. */
const task: Step = {
  id: '1.2',
  title: 'Ask for six partitions',
  figures: [],
  sources: [],
  text: 'The file says how many partitions a new topic gets.',
  lookFor: 'Six.',
  commands: () => [{ line: 'kubectl get nodes' }],
  task: { file: 'topic.yml', goal: 'A new topic is to have six partitions.', starts, solution },
  checks: [six],
  hints: ['Change the 4.'],
  questions: [],
};
const lab: Lab = { ...kafkaLab, steps: [kafkaLab.steps[0]!, task] };

/** In-memory files, which a test saves. */
class FakeFiles implements TaskFiles {
  readonly texts = new Map<string, string>();
  readonly #listeners = new Map<string, () => void>();

  path(name: string): string {
    return `/lab/${name}`;
  }

  prepare(name: string, text: string): void {
    if (!this.texts.has(name)) this.texts.set(name, text);
  }

  replace(name: string, text: string): void {
    this.texts.set(name, text);
    this.#listeners.get(name)?.();
  }

  /** Called after the next read. */
  onRead: (() => void) | undefined;

  read(name: string): string {
    const text = this.texts.get(name) ?? '';
    const after = this.onRead;
    this.onRead = undefined;
    after?.();
    return text;
  }

  watch(name: string, onSaved: () => void): () => void {
    this.#listeners.set(name, onSaved);
    return () => this.#listeners.delete(name);
  }
}

let started: Started;
let files: FakeFiles;
beforeEach(async () => {
  files = new FakeFiles();
  started = startSession({ lab, taskFiles: files });
  await started.session.runAll({ until: '1.1', print: () => {} });
});
afterEach(() => started.session.actions.close());

const view = () => started.session.snapshot().steps[1]!;
const reaches = (state: string): Promise<void> => until(started.session, () => view().state === state);

describe('a task', () => {
  it('starts with its file, shows its path, and hides its solution', () => {
    started.session.actions.select(1);
    expect(files.texts.get('topic.yml')).toBe(starts);
    expect(view().task).toMatchObject({ path: '/lab/topic.yml', saves: 0, asked: false });
    expect(view().task).not.toHaveProperty('solution');
  });

  it('runs whenever its file is saved until it is solved, and then shows the solution', async () => {
    const { session, journal } = started;
    session.actions.select(1);
    files.replace('topic.yml', 'partitions: 5\n');
    await reaches('failed');
    expect(view().checks[0]?.verdict).toMatchObject({ evidence: 'partitions: 5', hint: 'It is to be 6.' });
    expect(view().task).not.toHaveProperty('solution');
    files.replace('topic.yml', 'partitions: 6\n');
    await reaches('passed');
    expect(view().task).toMatchObject({ saves: 2, asked: false, solution });
    expect(journal.of('task-saved')).toHaveLength(2);
    expect(journal.of('solution-shown')).toEqual([]);
  });

  it('is judged by its last save if it is saved while it runs', async () => {
    started.session.actions.select(1);
    files.onRead = () => files.replace('topic.yml', solution);
    started.session.actions.run(1);
    await reaches('passed');
    const outcomes = started.journal.of('step-ended').filter(({ step }) => step === '1.2');
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['cancelled', 'passed']);
  });

  it('shows its solution on request, which is recorded once', () => {
    const { session, journal } = started;
    session.actions.select(1);
    session.actions.showSolution(1);
    session.actions.showSolution(1);
    expect(view().task).toMatchObject({ asked: true, solution });
    expect(journal.of('solution-shown')).toMatchObject([{ step: '1.2' }]);
    session.actions.showSolution(0);
    expect(journal.of('solution-shown')).toHaveLength(1);
  });

  it('is watched only while it is selected', () => {
    const { session, journal } = started;
    session.actions.select(1);
    session.actions.select(0);
    files.replace('topic.yml', solution);
    expect(journal.of('task-saved')).toEqual([]);
  });

  it('gets the original file back when it is undone, which does not count as a save', async () => {
    const { session, journal } = started;
    session.actions.select(1);
    files.replace('topic.yml', solution);
    await reaches('passed');
    session.actions.reset(1);
    await reaches('todo');
    expect(files.texts.get('topic.yml')).toBe(starts);
    expect(journal.of('task-saved')).toHaveLength(1);
  });

  it('is solved by a run without a screen, which records that', async () => {
    const { session, journal } = started;
    await session.runAll({ until: '1.2', print: () => {} });
    expect(view().state).toBe('passed');
    expect(files.texts.get('topic.yml')).toBe(solution);
    expect(journal.of('solution-shown')).toMatchObject([{ step: '1.2' }]);
  });
});
