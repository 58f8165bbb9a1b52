import { describe, expect, it } from 'vitest';
import type { JournalEvent } from '../../../source/journal/events.ts';
import { blocksOf } from '../../../source/report/document/blocks-of.ts';
import type { Block, Section } from '../../../source/report/document/model.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { documentOf, later, recorded } from './recorded.ts';

type Kind = Block['kind'];

function found<K extends Kind>(document: ReturnType<typeof documentOf>, kind: K) {
  return blocksOf(document).filter((block) => block.kind === kind) as Extract<Block, { kind: K }>[];
}

const numbers = (sections: readonly Section[]): string[] =>
  sections.flatMap((section) => [section.number, ...numbers(section.sections)]);

const answered = kafkaLab.steps.flatMap((step) =>
  step.questions.map(
    ({ id }) =>
      later({ type: 'answer', step: step.id, question: id, text: `my answer to ${id}` }) as JournalEvent,
  ),
);

describe('a report', () => {
  it('has the sections of the worked report', () => {
    expect(numbers(documentOf().sections)).toEqual([
      ...['1', '1.1', '1.2', '1.2.1', '1.2.2'],
      ...['2', '2.1', '2.2', '2.2.1', '2.2.2', '2.2.3'],
      ...['3', '3.1', '3.1.1', '3.1.2', '3.1.3', '3.1.4'],
      ...['4', '4.1', 'A'],
    ]);
  });

  it('has figures 1 to 18 once each, in order, and numbers all others after them', () => {
    const figures = blocksOf(documentOf()).flatMap((block) =>
      block.kind === 'figure' || block.kind === 'chart' ? [block.number] : [],
    );
    expect(figures).toEqual(figures.map((_, index) => index + 1));
    expect(figures.length).toBeGreaterThan(18);
  });

  it.each([
    [1, 'kafka-lab reset'],
    [2, 'kubectl get nodes'],
    [3, 'kubectl apply -f kafka.yml'],
    [9, '--list'],
    [11, 'kubectl logs -l app=ece573-prj05-producer'],
    [12, 'kubectl logs -l app=ece573-prj05-consumer'],
    [13, 'kubectl delete -f clients.yml'],
    [15, '--describe --topic test'],
    [16, 'kubectl apply -f clients.yml'],
    [17, 'kubectl logs -l app=ece573-prj05-producer -f'],
    [18, 'kubectl logs -l app=ece573-prj05-consumer -f'],
  ])('draws figure %i with the command as typed', (number, line) => {
    const figure = found(documentOf(), 'figure').find((each) => each.number === number);
    const commands = figure?.pictures[0]?.picture.rows.flatMap((row) =>
      row[0]?.look === 'prompt' ? [row[1]?.text] : [],
    );
    expect(commands?.some((command) => command?.includes(line))).toBe(true);
  });

  it.each([
    [1, './reset_cluster.sh'],
    [2, 'kind get nodes'],
    [10, './build.sh'],
  ])('says that figure %i is the counterpart of what kind or Docker would show', (number, command) => {
    const figure = found(documentOf(), 'figure').find((each) => each.number === number);
    const caption = figure?.caption.map(({ text }) => text).join('');
    expect(caption).toContain(`has no ${command}`);
    expect(caption).toContain('Neither kind nor Docker ran');
  });

  it('says on the first page which questions are open, and nothing once all are answered', () => {
    const all = answered.length;
    expect(documentOf().front.missing.join()).toContain(`Not answered, ${all} of ${all} questions`);
    expect(documentOf([...recorded, ...answered]).front.missing.join()).not.toContain('Not answered');
  });

  it('puts an answer beside what the session recorded', () => {
    const question = found(documentOf([...recorded, ...answered]), 'question').find(
      ({ id }) => id === '1.2.1',
    );
    expect(question?.answer).toBe('my answer to 1.2.1');
    expect(question?.evidence.map(({ text }) => text).join('\n')).toContain(
      'each broker names its own host: kafka-0.kafka-service',
    );
  });

  it('has what the learner wrote in each section of the discussion, and nowhere else', () => {
    const { sections } = documentOf([...recorded, ...answered]);
    const all = (list: readonly Section[]): readonly Section[] =>
      list.flatMap((section) => [section, ...all(section.sections)]);
    const places = all(sections).flatMap(({ number, blocks }) =>
      blocks.flatMap((block) => (block.kind === 'question' ? [[number, block.id, block.answer]] : [])),
    );
    expect(places.filter(([, id]) => id?.startsWith('3'))).toEqual([
      ['3.1.1', '3', 'my answer to 3'],
      ['3.1.2', '3.1.2', 'my answer to 3.1.2'],
      ['3.1.3', '3.1.3', 'my answer to 3.1.3'],
      ['3.1.4', '3.1.4', 'my answer to 3.1.4'],
    ]);
    expect(new Set(places.map(([, id]) => id)).size).toBe(places.length);
  });

  it('shows the impact in words and numbers', () => {
    const [table] = found(documentOf(), 'table');
    const impacts = table?.rows.map((row) => row[3]?.flat().map(({ text }) => text));
    expect(impacts?.[0]).toEqual(['1 → 4 partitions, 4.0 ×', 'the consumer reads every partition']);
    expect(impacts?.[1]?.[0]).toMatch(/^2\d\.\d % → 100 %, \d\.\d ×$/);
  });

  it.each([
    [8, 'kubectl exec zookeeper-0'],
    [12, 'kubectl logs'],
  ])('has in figure %i no other command than the one that it is about', (number, line) => {
    const figure = found(documentOf(), 'figure').find((each) => each.number === number);
    const commands = figure?.pictures[0]?.picture.rows.flatMap((row) =>
      row[0]?.look === 'prompt' ? [row[1]?.text] : [],
    );
    expect(commands?.length).toBeGreaterThan(0);
    for (const command of commands ?? []) expect(command).toContain(line);
  });

  it('shows the impact by the numbers of the evidence, where nothing else has numbers', () => {
    const [table] = found(documentOf(), 'table');
    const impacts = table?.rows.map((row) => row[3]?.flat().map(({ text }) => text));
    expect(impacts?.[3]).toEqual([
      'the group goes on without a lost consumer, and nothing is lost',
      expect.stringMatching(/^no message missing: 30,719 of 30,719 received/),
      expect.stringMatching(/^no message lost: 31,176 of 31,176 received/),
    ]);
  });

  it('claims no impact of what was not measured', () => {
    const until33 = recorded.filter((event) => !('step' in event) || String(event.step) < '4');
    const [table] = found(documentOf(until33), 'table');
    expect(table?.rows[2]?.[3]?.flat().map(({ text }) => text)).toEqual(['not shown by this session']);
  });

  it('traces every check to its entry in the journal', () => {
    const evidence = found(documentOf(), 'table').at(-1);
    for (const row of evidence?.rows ?? []) {
      const entry = Number(row[4]?.[0]?.[0]?.text.split(',')[0]);
      expect(recorded[entry - 1]).toMatchObject({ title: row[1]?.[0]?.[0]?.text });
    }
    expect(evidence?.rows).toHaveLength(68);
  });

  it('shows the first pass and the last run of a step that ran again', () => {
    const again = recorded
      .filter((event) => 'step' in event && event.step === '1.2')
      .map((event) => ({ ...event, at: '2026-11-23T03:00:00.000Z' }));
    const figure = found(documentOf([...recorded, ...again]), 'figure').find(({ number }) => number === 2);
    expect(figure?.pictures.map(({ label }) => label)).toEqual([
      'First pass, run 1 of 2, 02:02:05 UTC: passed',
      'Last run, run 2 of 2, 03:00:00 UTC: passed',
    ]);
  });

  it('keeps the numbers of figures whose steps were not run, and says so', () => {
    const figure = found(documentOf(recorded.slice(0, 1)), 'figure').find(({ number }) => number === 7);
    expect(figure).toMatchObject({
      pictures: [],
      source: expect.stringContaining('1.7 was not run') as string,
    });
  });

  it('of a lab without a plan has its steps one after another', () => {
    const { report: _, ...lab } = kafkaLab;
    const document = documentOf(recorded, { lab });
    expect(numbers(document.sections)).toEqual(['1', ...lab.steps.map((_each, at) => `1.${at + 1}`), 'A']);
  });
});
