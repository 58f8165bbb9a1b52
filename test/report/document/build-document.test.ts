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

  const textOf = (runs: readonly { readonly text: string }[]): string =>
    runs.map(({ text }) => text).join('');
  const paragraphs = (document = documentOf()): string[] =>
    found(document, 'text').map(({ runs }) => textOf(runs));

  it('says why more was received than published, below the count and below the chart', () => {
    const counts = paragraphs().filter((text) => text.startsWith('Counted: '));
    expect(counts.find((text) => text.includes('9,159 of 9,125'))).toMatch(
      / 34 of these came again: delivery is at least once, .* 9,125 of 9,125 were received, 100 %\.$/,
    );
    expect(counts.find((text) => text.includes('6,557 of 6,557'))).not.toContain('again');
    const [chart, lag] = found(documentOf(), 'chart');
    expect(textOf(chart!.caption)).toContain('Received rises above published where messages came again');
    expect(textOf(lag!.caption)).not.toContain('again');
    const calm = documentOf(
      recorded
        .filter(({ type }) => type !== 'counters')
        .concat(recorded.filter((event) => event.type === 'counters' && event.consumer === 'partition')),
    );
    expect(textOf(found(calm, 'chart')[0]!.caption)).not.toContain('again');
  });

  it('says that replicas without a group read the same messages again', () => {
    const twice = recorded.map((event) =>
      event.type === 'counted' && event.consumer === 'partition'
        ? { ...event, partitions: event.partitions.map((each) => ({ ...each, duplicates: each.distinct })) }
        : event,
    );
    const [counted] = paragraphs(documentOf(twice)).filter((text) => text.startsWith('Counted: '));
    expect(counted).toMatch(/ more came again, and do not count: without a group, each replica /);
  });

  it('names a step so that its number is not that of a section', () => {
    expect(paragraphs().filter((text) => text.startsWith('Step 1.1: Reset the cluster. '))).toHaveLength(1);
  });

  it('has no second colon after a prediction', () => {
    const told = paragraphs().filter((text) => text.includes('Predicted: '));
    expect(told.length).toBeGreaterThan(3);
    for (const text of told) expect(text).toMatch(/Predicted: [^:]+\. This was (?:right|wrong): /);
  });

  it.each([
    [8, 'kubectl set env statefulset/kafka --list'],
    [12, 'kubectl set env deployment/ece573-prj05-producer deployment/ece573-prj05-consumer --list'],
  ])('says below figure %i which command it does not show, though the step speaks of it', (number, line) => {
    const { caption } = found(documentOf(), 'figure').find((each) => each.number === number)!;
    expect(caption).toContainEqual({ text: line, code: true });
    expect(textOf(caption)).toContain('; the lines of it that a question is about are beside the answer.');
  });

  it.each([26, 27])('leaves out nothing of figure %i, whose caption speaks of every partition', (number) => {
    const { pictures } = found(documentOf(), 'figure').find((each) => each.number === number)!;
    const rows = pictures.at(-1)!.picture.rows.map((row) => textOf(row));
    expect(rows.filter((row) => row.includes('left out here'))).toEqual([]);
    for (const partition of [0, 1, 2, 3])
      expect(rows.some((row) => new RegExp(`^test-group +test +${partition} `).test(row))).toBe(true);
  });

  it('keeps a command that has backticks in one piece', () => {
    const typed = 'echo `date` and `id`';
    const events = recorded.map((event) =>
      event.type === 'command-started' && event.line.includes('producer -f')
        ? { ...event, line: typed, standsFor: typed }
        : event,
    );
    const { caption } = found(documentOf(events), 'figure').find((each) => each.number === 17)!;
    expect(caption.filter(({ text, code }) => text === typed && code)).toHaveLength(3);
  });

  const exec = 'kubectl exec kafka-0 -- kafka-topics --bootstrap-server localhost:9092';
  const shell = 'kubectl exec zookeeper-0 -- zookeeper-shell localhost:2181';
  const logs = 'kubectl logs -l app=ece573-prj05';

  it.each([
    [1, ['kafka-lab reset']],
    [2, ['kubectl get nodes']],
    [3, ['kubectl apply -f kafka.yml']],
    [4, ['kubectl get services', 'kubectl get statefulsets', 'kubectl get pods']],
    [5, ['kubectl get pods']],
    [6, ['zookeeper-0', 'kafka-0', 'kafka-1', 'kafka-2'].map((pod) => `kubectl logs ${pod}`)],
    [7, [`${shell} ls /brokers/ids`]],
    [8, [0, 1, 2].map((id) => `${shell} get /brokers/ids/${id}`)],
    [9, [`${exec} --list`]],
    [10, ['kafka-lab build']],
    [11, [`${logs}-producer`]],
    [12, [`${logs}-consumer`]],
    [13, ['kubectl delete -f clients.yml']],
    [14, [`${exec} --list`]],
    [15, [`${exec} --describe --topic test`]],
    [
      16,
      [
        'kubectl apply -f clients.yml',
        'kubectl set env deployment/ece573-prj05-consumer ROLE=group-consumer',
      ],
    ],
    [17, [`${logs}-producer -f`]],
    [18, [`${logs}-consumer -f`]],
  ])('draws figure %i of the worked report with the commands as typed, and no others', (number, lines) => {
    const figure = found(documentOf(), 'figure').find((each) => each.number === number);
    const typed = figure?.pictures[0]?.picture.rows.flatMap((row) =>
      row.map(({ look, text }) => (look === 'prompt' ? '\n' : look === 'command' ? text : '')),
    );
    expect(typed?.join('').trim().split('\n')).toEqual(lines);
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
    const silent = recorded.filter(({ type }) => type !== 'answer' && type !== 'answer-compared');
    expect(documentOf(silent).front.missing.join()).toContain(`Not answered, ${all} of ${all} questions`);
    // The lab asks 2.2.2 in an earlier step than 2.2.1; the report has them in the order of their numbers.
    expect(documentOf(silent).front.missing.join()).toContain(
      '1.2.1, 1.2.2, 2.2, 2.2.1, 2.2.2, 2.2.3, 3, 3.1.2',
    );
    expect(documentOf().front.missing).toEqual(['no code here']);
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

  it('shows what bears on a question without an answer, and says it where nothing does', () => {
    const open = documentOf(recorded.filter(({ type }) => type !== 'answer'));
    const questions = found(open, 'question');
    expect(questions.length).toBeGreaterThan(5);
    for (const { id, remark, evidence } of questions) {
      expect(remark).toContain('Not answered in this session.');
      if (id === '2.2.2') expect(remark).toContain('about nothing that a session records');
      else expect(evidence.length, id).toBeGreaterThan(0);
    }
  });

  it('shows the impact by the numbers of the evidence, where nothing else has numbers', () => {
    const [table] = found(documentOf(), 'table');
    const impacts = table?.rows.map((row) => row[3]?.flat().map(({ text }) => text));
    expect(impacts?.[3]).toEqual([
      'the group goes on without a lost consumer, and nothing is lost',
      expect.stringMatching(/^no message missing: 8,350 of 8,350 received/),
      expect.stringMatching(/^the group received all that the topic holds: 8,579 of 8,579 received/),
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
    expect(evidence?.rows).toHaveLength(71);
  });

  it('shows the first pass and the last run of a step that ran again', () => {
    const again = recorded
      .filter((event) => 'step' in event && event.step === '1.2')
      .map((event) => ({ ...event, at: '2026-11-30T13:00:00.000Z' }));
    const figure = found(documentOf([...recorded, ...again]), 'figure').find(({ number }) => number === 2);
    expect(figure?.pictures.map(({ label }) => label)).toEqual([
      'First pass, run 1 of 2, 11:02:59 UTC: passed',
      'Last run, run 2 of 2, 13:00:00 UTC: passed',
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
