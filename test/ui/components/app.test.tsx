import { afterEach, describe, expect, it } from 'vitest';
import { textWidth } from '../../../source/text/width.ts';
import { createFakeSession, type FakeSession, tallyOf } from '../fake-session.ts';
import { fakeView, fakeViews, podRows } from '../views/fake-view.ts';
import { type Driver, drive } from './app-driver.tsx';

const enter = '\r';
const esc = '\u001b';
const down = '\u001b[B';
const drivers: Driver[] = [];

function open(session: FakeSession, size = { columns: 80, rows: 24 }): Driver {
  const driver = drive(session, size);
  drivers.push(driver);
  return driver;
}

afterEach(() => {
  for (const driver of drivers.splice(0)) driver.close();
});

describe('the first minute', () => {
  it('opens on step one, not yet run, and says what it will show, where, and what Enter does', () => {
    const session = createFakeSession();
    const app = open(session);
    expect(session.asked).toEqual([]);
    expect(app.screen()).toContain('miss three quarters of all');
    expect(app.screen()).toContain(
      'On the embedded cluster, one process on this computer. Enter runs step 1.1.',
    );
    expect(app.screen()).toContain('○ 1.1 Start a fresh cluster  not run yet');
    expect(app.screen()).toContain('$ kafka-lab reset');
  });

  it('runs it with Enter, shows that it passed, and continues with the next Enter without running it', async () => {
    const session = createFakeSession();
    const app = open(session);
    await app.press(enter);
    await app.sees('running');
    expect(session.asked).toEqual(['run 0']);
    session.finish(0);
    await app.sees('✔ five nodes ready');
    await app.sees('⏎ continues: 1.2 List the nodes');
    await app.press(enter);
    await app.sees('1.2 List the nodes  not run yet');
    expect(session.asked).toEqual(['run 0', 'select 1']);
  });
});

describe('the frame', () => {
  it.each([
    { columns: 80, rows: 24 },
    { columns: 100, rows: 30 },
  ])('has at most rows − 1 rows, none wider than the terminal: $columns x $rows', async (size) => {
    const session = createFakeSession();
    for (let line = 0; line < 50; line += 1) {
      session.logs.producer.add('漢字 wide, combining e\u0301, zero\u200bwidth '.repeat(5));
      session.logs.consumer.add('x'.repeat(9_000));
    }
    session.set({
      tally: tallyOf([
        [1, 5],
        [0, 5],
        [0, 5],
        [0, 5],
      ]),
    });
    const app = open(session, size);
    for (const keys of ['4', 'w', 'f', '?', esc]) {
      await app.press(keys);
      const rows = app.rows();
      expect(rows.length).toBeLessThanOrEqual(size.rows - 1);
      for (const row of rows) expect(textWidth(row)).toBeLessThanOrEqual(size.columns);
    }
  });

  it('keeps the right border aligned beside wide characters', async () => {
    const session = createFakeSession();
    session.logs.producer.add(
      '漢字 \u200b e\u0301 and more 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字',
    );
    const app = open(session, { columns: 100, rows: 30 });
    await app.sees('漢字');
    const row = app.rows().find((one) => one.includes('漢字'))!;
    expect(row.endsWith(' │')).toBe(true);
    expect(textWidth(row)).toBe(100);
  });

  it('says how large the terminal must be if it is too small', () => {
    const app = open(createFakeSession(), { columns: 60, rows: 20 });
    expect(app.screen()).toContain('kafka-lab needs 80x24; this terminal is 60x20.');
  });
});

describe('steps', () => {
  it('show a failed check with its evidence and a hint', async () => {
    const session = createFakeSession();
    const app = open(session);
    session.setStep(0, {
      state: 'failed',
      output: [{ stream: 'stderr', text: 'error: no such image' }],
      checks: [
        {
          id: 'pods',
          title: 'every pod ready',
          state: 'failed',
          verdict: { ok: false, evidence: 'kafka-0 0/1 ErrImagePull', hint: 'build the image first' },
        },
      ],
    });
    await app.sees('✘ every pod ready');
    expect(app.screen()).toContain('saw: kafka-0 0/1 ErrImagePull');
    expect(app.screen()).toContain('try: build the image first');
    expect(app.screen()).toContain('! error: no such image');
    expect(app.screen()).toContain('⏎ runs it again');
  });

  it('mark a step that passed and no longer holds', async () => {
    const session = createFakeSession();
    const app = open(session);
    session.setStep(0, { state: 'regressed' });
    await app.sees('! 1.1 Start a fresh cluster  no longer holds');
  });

  it('keep the command and the checks visible above a long output, and scroll all of it', async () => {
    const session = createFakeSession();
    const app = open(session);
    const lines = Array.from({ length: 200 }, (_, n) => ({ stream: 'stdout' as const, text: `row ${n}` }));
    session.setStep(0, {
      state: 'passed',
      output: [{ stream: 'command', text: 'kubectl get all' }, ...lines],
    });
    await app.sees('row 199');
    expect(app.screen()).toContain('$ kubectl get all');
    expect(app.screen()).toMatch(/⋮ \d+ rows above/);
    expect(app.screen()).toContain('five nodes ready');
    await app.press('2g');
    await app.sees('The step 1.1 in a few sentences');
    await app.press(esc);
    await app.sees('row 199');
  });

  it('show hints one after another', async () => {
    const app = open(createFakeSession());
    await app.press('h');
    await app.sees('hint 1 of 2: The first hint');
    await app.press('h');
    await app.sees('hint 2 of 2:');
    await app.press('h');
    await app.sees('That was the last hint.');
  });

  it('follow a run of several steps, and stop at the last, however quick they were', async () => {
    const session = createFakeSession();
    const app = open(session);
    await app.press(`${down}`);
    await app.press('R');
    expect(session.asked).toEqual(['select 1', 'runTo 1']);
    session.actions.run(0);
    await app.sees('1.1 Start a fresh cluster  running');
    session.finish(0);
    session.actions.run(1);
    session.finish(1);
    await app.sees('✔ one control plane');
  });
});

describe('answers', () => {
  /** The step with two questions has passed, and is selected. */
  function answering(answers: Record<string, string> = {}): FakeSession {
    const session = createFakeSession();
    session.finish(4);
    session.setStep(4, { answers });
    session.set({ current: 4 });
    return session;
  }

  it('are saved as typed, question after question', async () => {
    const session = answering();
    const app = open(session);
    await app.press('a');
    await app.sees('Question 1 of 2');
    await app.press('They ask ZooKeeper,');
    await app.press('\n');
    await app.press('q included.');
    await app.sees('q included.');
    await app.press(enter);
    await app.sees('Model answer: The model answer to question 1.');
    await app.press('y');
    await app.sees('Question 2 of 2');
    await app.press(esc);
    await app.seesNot('Question 2 of 2');
    expect(session.asked).toEqual([
      'answer q1.5-1 "They ask ZooKeeper,\\nq included."',
      'compare q1.5-1 true',
    ]);
  });

  it('had no help while they were compared', async () => {
    const session = answering();
    const app = open(session);
    await app.press('a');
    await app.sees('Question 1 of 2');
    await app.press('They ask ZooKeeper.');
    await app.press(enter);
    await app.sees('Does yours agree?');
    await app.press('?');
    await app.sees('your answer differs');
    await app.press(esc);
    await app.sees('Does yours agree?');
    await app.press('y');
    await app.sees('Question 2 of 2');
    expect(session.asked.at(-1)).toBe('compare q1.5-1 true');
  });

  it('are shown beside the model answer and the observations of the session, never before', async () => {
    const session = answering();
    const app = open(session);
    await app.press('f');
    await app.sees('a answers; or later');
    expect(app.screen()).not.toContain('The model answer');
    await app.press('a');
    await app.press(enter);
    await app.sees('Write an answer first');
    await app.press('by asking');
    await app.press(enter);
    await app.sees('Yours: by asking');
    await app.sees('Model answer: The model answer to question 1.');
    await app.sees('Seen in 1.5: broker 0: broker 0 was seen');
    await app.press('n');
    expect(session.asked).toEqual(['answer q1.5-1 "by asking"', 'compare q1.5-1 false']);
    await app.press(esc);
    await app.sees('You say that yours differs.');
    expect(app.screen()).not.toContain('The model answer to question 2.');
  });

  it('can be changed after they were compared, and are compared again', async () => {
    const app = open(answering({ 'q1.5-1': 'one', 'q1.5-2': 'two' }));
    await app.press('a');
    await app.sees('Yours: one');
    await app.press('e');
    await app.sees('Question 1 of 2');
    await app.press('!');
    await app.press(enter);
    await app.sees('Yours: one!');
  });

  it('are requested only after the step', async () => {
    const app = open(createFakeSession({ current: 4 }));
    await app.press('a');
    await app.sees('The question comes after the step: ⏎ runs it.');
    expect(app.screen()).not.toContain('How do the brokers find each other');
  });

  it('are kept as a draft when the box is closed', async () => {
    const session = answering();
    const app = open(session);
    await app.press('a');
    await app.press('half a thought');
    await app.press(esc);
    await app.seesNot('half a thought');
    await app.press('a');
    await app.sees('half a thought');
    expect(session.asked).toEqual([]);
  });

  it('take pasted lines as text, and never as commands', async () => {
    const session = answering();
    const app = open(session);
    await app.press('\u001b[200~sRq\rx\u001b[201~');
    await app.press('a');
    await app.press('\u001b[200~one\rtwo\u001b[201~');
    await app.sees('two');
    await app.press(enter);
    await app.sees('Compare your answer');
    expect(session.asked).toEqual(['answer q1.5-1 "one\\ntwo"']);
    expect(app.left).toEqual([]);
  });
});

describe('logs', () => {
  it('lose no key that was typed quickly after the slash', async () => {
    const session = createFakeSession();
    for (let n = 0; n < 30; n += 1) session.logs.consumer.add(`line ${n}`);
    const app = open(session);
    await app.press('4p/9$\r');
    await app.sees('/9$/ 3 matches');
    expect(app.screen()).toContain('PAUSED');
    expect(app.screen()).not.toContain('line 28');
  });

  it('show an invalid pattern without harm, and escape clears it', async () => {
    const session = createFakeSession();
    session.logs.producer.add('a line');
    const app = open(session);
    await app.press('3/[\r');
    await app.sees('Unterminated character class');
    await app.press(esc);
    await app.sees('a line');
  });

  it('can fill the screen, and restore all panes', async () => {
    const session = createFakeSession();
    for (let n = 0; n < 30; n += 1) session.logs.producer.add(`line ${n}`);
    const app = open(session);
    await app.press('3f');
    await app.sees('line 15');
    expect(app.screen()).not.toContain('Steps');
    await app.press(esc);
    await app.sees('Steps');
  });
});

describe('a step that failed', () => {
  it('says to run the steps before it if one of them was skipped', async () => {
    const session = createFakeSession();
    const app = open(session);
    await app.press('jj');
    const [check] = session.snapshot().steps[2]!.checks;
    const verdict = { ok: false, evidence: 'no brokers', hint: 'start them' } as const;
    session.setStep(2, { state: 'failed', checks: check ? [{ ...check, state: 'failed', verdict }] : [] });
    await app.sees('R runs what comes first, from 1.1, h shows a hint');
    session.finish(0);
    session.finish(1);
    await app.sees('runs it again, h shows a hint');
  });
});

describe('a prediction', () => {
  const choices = [
    { id: 'quarter', text: 'a quarter' },
    { id: 'all', text: 'all of them' },
  ];
  const question = 'Which share will the group receive?';
  const prediction = { question, choices, gradedAfter: '3.2', look: [], grade: () => undefined };
  function withPrediction(): FakeSession {
    const session = createFakeSession({ consumer: 'partition' });
    const { step } = session.snapshot().steps[0]!;
    session.setStep(0, { step: { ...step, prediction }, prediction: { question, choices } });
    return session;
  }

  it('had no help while it was asked', async () => {
    const session = withPrediction();
    const app = open(session);
    await app.press(enter);
    await app.sees(question);
    await app.press(down);
    await app.sees('▸ a quarter');
    await app.press('?');
    await app.sees('skip the prediction');
    await app.seesNot(question);
    await app.press(enter);
    await app.sees('▸ a quarter');
    expect(session.asked).toEqual([]);
    await app.press(enter);
    await app.sees('The step 1.1 in a few sentences.');
    expect(session.asked).toEqual(['predict 0 quarter']);
  });

  it('is requested once before the step runs, and graded after', async () => {
    const session = withPrediction();
    const app = open(session);
    await app.press(enter);
    await app.sees(question);
    await app.press(enter);
    await app.sees('Choose with ↑ and ↓ what you expect');
    expect(session.asked).toEqual([]);
    await app.press(down);
    await app.press(down);
    await app.sees('▸ all of them');
    await app.press(enter);
    await app.sees('The step 1.1 in a few sentences.');
    expect(session.asked).toEqual(['predict 0 all']);
    await app.press(enter);
    await app.sees('running');
    expect(session.asked).toEqual(['predict 0 all', 'run 0']);
    session.finish(0);
    await app.sees('You predicted “all of them”; counted in 3.2.');
    const graded = { actual: 'quarter', right: false, evidence: '1,091 of 4,400' };
    session.setStep(0, { prediction: { question, choices, chosen: 'all', graded } });
    await app.sees('≠ You predicted “all of them”; it was “a quarter”');
    await app.sees('(1,091 of 4,400)');
  });

  it('interrupts a run over several steps when it is due, and the run continues after it', async () => {
    const session = createFakeSession({ consumer: 'partition' });
    const { step } = session.snapshot().steps[1]!;
    session.setStep(1, { step: { ...step, prediction }, prediction: { question, choices } });
    const app = open(session);
    await app.press('jjR');
    expect(session.asked.filter((one) => one.startsWith('run'))).toEqual(['runTo 0']);
    session.actions.run(0);
    session.finish(0);
    await app.sees(question);
    await app.press(down);
    await app.press(enter);
    expect(session.asked.slice(-2)).toEqual(['predict 1 quarter', 'runTo 2']);
  });

  it('was not seen while a log had the full screen, which comes back afterwards', async () => {
    const session = withPrediction();
    session.logs.consumer.add('a line of the consumer');
    const app = open(session);
    await app.press('4f');
    await app.sees('all panes');
    await app.press('s');
    await app.sees(question);
    await app.press(down);
    await app.sees('▸ a quarter');
    await app.press(enter);
    await app.seesNot(question);
    await app.sees('a line of the consumer');
    expect(session.asked).toEqual(['predict 0 quarter', 'swap']);
    expect(app.ui.get().fullScreen).toBe(true);
  });

  it('closed the view that was open, when a run over several steps came to it', async () => {
    const session = createFakeSession({ consumer: 'partition' });
    const { step } = session.snapshot().steps[1]!;
    session.setStep(1, { step: { ...step, prediction }, prediction: { question, choices } });
    const app = drive(session, undefined, undefined, { views: fakeViews(fakeView(podRows)) });
    drivers.push(app);
    await app.press('jjR:pods\r');
    await app.sees('pods  5');
    session.actions.run(0);
    session.finish(0);
    await app.sees('The run waits for your prediction: close this view, and step 1.2 asks for it.');
    expect(app.screen()).toContain('pods  5');
    await app.press('j');
    await app.sees('▸ kafka-1');
    await app.press(esc);
    await app.sees(question);
    await app.press(esc);
    await app.seesNot(question);
    expect(session.asked.slice(-2)).toEqual(['skip 1', 'runTo 2']);
  });

  it('took a command line that was typed just as a run came to it for an answer', async () => {
    const session = createFakeSession({ consumer: 'partition' });
    const { step } = session.snapshot().steps[1]!;
    session.setStep(1, { step: { ...step, prediction }, prediction: { question, choices } });
    const app = open(session);
    await app.press('jjR');
    session.actions.run(0);
    session.finish(0);
    await app.sees(question);
    for (const line of [':brokers', '/kafka', 'jk']) {
      await app.press(line);
      await app.press(enter);
      await app.sees('Choose with ↑ and ↓ what you expect');
    }
    expect(session.asked.filter((one) => one.startsWith('predict'))).toEqual([]);
  });

  it('was answered by keys that came before it was on the screen', async () => {
    const session = withPrediction();
    const app = open(session);
    await app.press(`${enter}${down}${enter}${esc}`);
    await app.sees(question);
    expect(session.asked).toEqual([]);
    await app.press(down);
    await app.sees('▸ a quarter');
  });

  it('is requested before the swap, and escape continues without one', async () => {
    const session = withPrediction();
    const app = open(session);
    await app.press('s');
    await app.sees(question);
    await app.press(esc);
    await app.seesNot(question);
    expect(session.asked).toEqual(['skip 0', 'swap']);
  });

  it('hides what the step does until it is made or skipped, whatever key is pressed', async () => {
    const session = withPrediction();
    const app = open(session);
    await app.sees('Predict first, then see what this step does:');
    for (const choice of choices) expect(app.screen()).toContain(`· ${choice.text}`);
    for (const text of ['in a few sentences', 'Look for', 'kafka-lab reset', 'five nodes ready', 'h hint'])
      expect(app.screen(), text).not.toContain(text);
    await app.press('h');
    await app.sees('First, your prediction for step 1.1: ⏎ asks for it.');
    await app.press('a');
    await app.press('c');
    expect(session.asked).toEqual([]);
    expect(app.copied).toEqual([]);
    await app.press(enter);
    await app.sees('First, your prediction  step 1.1');
    await app.press(esc);
    await app.sees('in a few sentences');
    await app.sees('five nodes ready');
    expect(session.asked).toEqual(['skip 0']);
    session.finish(0);
    await app.sees('You skipped the prediction.');
  });

  it('also hides the later steps that would answer it, and no others', async () => {
    const session = withPrediction();
    const app = open(session);
    const graded = session.snapshot().steps.findIndex(({ step }) => step.id === '3.2');
    await app.press(':3.2\r');
    await app.sees('What this step shows would answer the prediction');
    await app.press(enter);
    await app.sees('First, your prediction  step 1.1');
    await app.press(esc);
    await app.sees('The step 3.2 in a few sentences.');
    session.setStep(0, { prediction: { question, choices } });
    session.setStep(graded, { state: 'passed' });
    await app.seesNot('Predict first');
    await app.sees('3.2');
  });
});

describe('a replay', () => {
  it('stayed open on q because the replayed step was running', async () => {
    const replay = { atMs: 0, now: 0, totalMs: 1_000, speed: 1, playing: true, ended: false };
    const session = createFakeSession({ replay, running: 0 });
    const app = open(session);
    await app.sees('replay');
    await app.press('q');
    expect(app.left).toEqual(['key']);
  });

  it('is paused, sped up and played from a step, and offers nothing that would run', async () => {
    const replay = { atMs: 72_000, now: 0, totalMs: 761_000, speed: 1, playing: true, ended: false };
    const session = createFakeSession({ replay });
    const { asked, set } = session;
    Object.assign(session, {
      play: () => asked.push('play'),
      pause: () => {
        asked.push('pause');
        set({ replay: { ...replay, playing: false } });
      },
      setSpeed: (speed: number) => asked.push(`speed ${speed}`),
      skipTo: (index: number) => asked.push(`skip to ${index}`),
    });
    const app = open(session);
    await app.sees('replay ▶ 1×  00:01:12 of 00:12:41');
    await app.sees('space pause');
    expect(app.screen()).not.toContain('swap');
    await app.press(' ');
    await app.sees('replay paused');
    await app.sees('space play');
    await app.press('+-');
    await app.press('j\r');
    await expect
      .poll(() => asked)
      .toEqual(['pause', 'speed 2', 'speed 0.5', 'select 1', 'skip to 1', 'play']);
  });
});

describe('copying and saving', () => {
  it('copies the command in a form that a shell accepts, and the visible lines of a log', async () => {
    const session = createFakeSession();
    for (let n = 0; n < 30; n += 1) session.logs.producer.add(`line ${n}`);
    const app = open(session);
    await app.press('c');
    await app.sees('The command sent to the clipboard with OSC 52');
    expect(app.copied).toEqual(['kafka-lab reset']);
    await app.press('3c');
    await app.sees('lines sent to the clipboard');
    expect(app.copied[1]).toMatch(/^line \d+\n(.*\n)*line 29$/);
  });

  it('copies the output of the step, as a terminal would, if the step has the focus', async () => {
    const session = createFakeSession();
    session.finish(0);
    const { output } = session.snapshot().steps[0]!;
    session.setStep(0, { output: [...output, { stream: 'note', text: 'a note of the lab' }] });
    session.set({ current: 0 });
    const app = open(session);
    await app.press('2c');
    await app.sees('lines sent to the clipboard');
    expect(app.copied).toHaveLength(1);
    expect(app.copied[0]!.split('\n')[0]).toBe('$ kafka-lab reset');
    expect(app.copied[0]).not.toContain('a note');
  });

  it('saves the focused log on ctrl+s', async () => {
    const session = createFakeSession();
    const app = open(session);
    await app.press('4');
    await app.press('\u0013');
    await app.sees('12 lines: /tmp/consumer.log');
  });
});

describe('the comparison', () => {
  it('shows the same window before and after the swap, and which consumer owns what', async () => {
    const partition = { partition: 0, startOffset: 0, endOffset: 400, before: 100, after: 400 };
    const session = createFakeSession({
      consumer: 'group',
      beforeAfter: { window: 400, before: 100, after: 400, partitions: [partition] },
      members: [
        { member: 'm-1', pod: 'consumer-abcde', partitions: [0, 1] },
        { member: 'm-2', pod: 'consumer-fghij', partitions: [] },
      ],
    });
    const app = open(session, { columns: 100, rows: 30 });
    await app.sees('of the same 400:');
    expect(app.screen()).toMatch(/partition 0 only █+░+ 25\.0 % 100 {2}→ {2}the group █+ 100\.0 % 400/);
    expect(app.screen()).toContain('2 members own:   …abcde p0 p1   …fghij idle');
  });
});

describe('a cluster of someone else', () => {
  const asked = {
    kind: 'replace' as const,
    loss: 'cluster `lab` is running already, since yesterday; it holds 2 topics (a, b)',
  };

  it('is replaced only after a yes, which is preceded by what would be lost', async () => {
    const session = createFakeSession();
    const app = open(session);
    session.set({ claimQuestion: asked });
    await app.sees('Replace it and lose that?');
    expect(app.screen()).toContain(
      'Cluster `lab` is running already, since yesterday; it holds 2 topics (a, b).',
    );
    await app.press('n');
    await app.seesNot('Replace it');
    expect(session.asked).toEqual(['decline']);
    session.set({ claimQuestion: { ...asked, kind: 'use' } });
    await app.sees('Use it anyway?');
    await app.press('y');
    await app.seesNot('Use it');
    expect(session.asked).toEqual(['decline', 'agree']);
  });

  it('is not confirmed by text typed into a box', async () => {
    const session = createFakeSession();
    const app = open(session);
    await app.press(':');
    session.set({ claimQuestion: asked });
    await app.press('y');
    expect(session.asked).toEqual([]);
    await app.press('\u001b');
    await app.sees('Replace it and lose that?');
  });
});

describe('undoing a step', () => {
  it('shows the commands, and runs them after a yes', async () => {
    const session = createFakeSession();
    const app = open(session);
    await app.press('jju');
    await app.sees('This step has not run: there is nothing to undo.');
    session.finish(2);
    session.actions.answer(2, 'q', 'a word');
    await app.press('u');
    await app.sees('Undo this step? It counts as not done.');
    expect(app.screen()).toContain(
      'Undoing step 1.3 runs `kubectl delete -f kafka.yml` and clears its result.',
    );
    expect(app.screen()).toContain('Its answer is deleted too.');
    await app.press('n');
    await app.seesNot('Undo this step');
    await app.press('uy');
    await app.sees('1.3 Start the services  not run yet');
    expect(session.asked).toContain('reset 2');
  });

  it('says so if there is nothing to undo', async () => {
    const session = createFakeSession();
    const app = open(session);
    session.finish(1);
    await app.press('ju');
    await app.sees('Step 1.2 changed nothing that can be undone: its result is cleared.');
  });

  it('claimed that the step that made the cluster had changed nothing', async () => {
    const session = createFakeSession();
    const { step } = session.snapshot().steps[0]!;
    session.setStep(0, { step: { ...step, effects: [{ kind: 'fresh-cluster' }] } });
    session.finish(0);
    const app = open(session);
    await app.press('ku');
    await app.sees('Step 1.1 made the cluster that all other steps stand on, and cannot be');
    await app.press('y');
    expect(session.asked).toEqual(['select 0']);
  });

  it('names what stands on the step, which is undone first, and what to do afterwards', async () => {
    const session = createFakeSession();
    const base = session.snapshot().steps[2]!.step;
    session.setStep(2, { step: { ...base, required: true } });
    session.setStep(6, { undo: ['kubectl delete -f clients.yml'] });
    const app = open(session);
    for (const index of [0, 1, 2, 3, 6]) session.finish(index);
    await app.press('jju');
    const id = session.snapshot().steps[6]!.step.id;
    await app.sees(`Undoing step 1.3 first undoes what stands on it: ${id}. It runs`);
    expect(app.screen().replace(/\s+/g, ' ')).toContain(
      '`kubectl delete -f clients.yml`, then `kubectl delete -f kafka.yml`',
    );
    await app.press('y');
    session.setStep(2, { state: 'todo' });
    session.setStep(3, { state: 'regressed', undoneWith: '1.3' });
    await app.sees('Step 1.3 was undone, and with it what stood on it. C runs it again');
    session.setStep(2, { state: 'passed' });
    await app.sees('Step 1.4 no longer holds: step 1.3 was undone.');
    await app.press(`:${id}\r`);
    // The checks of a step that had passed kept their ticks without a word.
    await app.sees('then; 1.4 no longer holds');
  });
});

describe('the footer', () => {
  it('shows only what a key would do now', async () => {
    const session = createFakeSession();
    const app = open(session);
    for (const idle of ['s swap', 'a answer', 'x export']) expect(app.screen()).not.toContain(idle);
    session.finish(0);
    await app.sees('x export');
    session.set({ consumer: 'partition' });
    await app.sees('s swap');
    session.set({ consumer: 'group' });
    await app.sees('s swap back');
    await app.press('jjjj');
    await app.sees('1.5 Ask ZooKeeper for the brokers');
    expect(app.screen()).not.toContain('a answer');
    session.finish(4);
    await app.sees('a answer');
  });
});

describe('the step in full screen', () => {
  it('opens from the list with f, and esc returns to the list', async () => {
    const app = open(createFakeSession());
    await app.press('f');
    await app.seesNot('Steps  ');
    await app.sees('The step 1.1 in a few sentences');
    await app.press(esc);
    await app.sees('Steps  ');
    await app.press('j');
    await app.sees('1.2 List the nodes  not run yet');
  });
});

describe('the last step', () => {
  it('lists what is not done yet, and says how to leave with a transcript', async () => {
    const session = createFakeSession();
    const app = open(session);
    for (let index = 0; index < 12; index += 1) if (index !== 5) session.finish(index);
    await app.press('G');
    await app.sees('Not passed yet: 1.6. Not answered yet: the');
    await app.sees('x writes the transcript, q quits');
    session.finish(5);
    await app.sees('That was the last step; all have passed.');
    expect(app.screen()).not.toContain('⏎ next');
  });
});

describe('a notice', () => {
  it('is shown completely if it is longer than a row', async () => {
    const session = createFakeSession();
    const app = open(session);
    const path = `/home/${'a'.repeat(45)}/transcript.md`;
    session.set({ notice: { level: 'info', text: `transcript written: ${path}` } });
    await app.sees('transcript.md');
    expect(app.rows().length).toBeLessThanOrEqual(23);
  });

  it('stayed after it was read; the next key takes it away, but not an error', async () => {
    const session = createFakeSession();
    const app = open(session);
    session.set({ notice: { level: 'info', text: 'the cluster answers again' } });
    await app.sees('the cluster answers again');
    await app.press('j');
    await app.seesNot('the cluster answers again');
    session.set({ notice: { level: 'info', text: 'the cluster answers again' } });
    await app.sees('the cluster answers again');
    session.set({ notice: { level: 'error', text: 'the swap failed' } });
    await app.press('j');
    await app.sees('the swap failed');
    await app.press(esc);
    await app.seesNot('the swap failed');
  });
});

describe('the session', () => {
  it('swaps and exports, and says where to', async () => {
    const session = createFakeSession();
    const app = open(session);
    await app.press('s');
    await app.press('x');
    await app.sees('transcript written to ./session.md');
    expect(session.asked).toEqual(['swap', 'export']);
    await app.press(esc);
    await app.seesNot('transcript written');
  });

  it('asks before it cancels, and withdraws the question if the step ends first', async () => {
    const session = createFakeSession();
    const app = open(session);
    await app.press(enter);
    await app.sees('esc cancel');
    await app.press(esc);
    await app.sees('Cancel the running step?');
    session.finish(0);
    await app.seesNot('Cancel the running step?');
    await app.press('r');
    await app.sees('Run this step again?');
    await app.press('y');
    await app.sees('running');
    await app.press(esc);
    await app.sees('Cancel the running step?');
    await app.press('y');
    await app.sees('cancelled');
    expect(session.asked).toEqual(['run 0', 'run 0', 'cancel']);
  });

  it('quits on q, asks first while a step runs, and quits at once on ctrl-c', async () => {
    const session = createFakeSession();
    const app = open(session);
    await app.press('q');
    expect(app.left).toEqual(['key']);
    await app.press(enter);
    await app.sees('running');
    await app.press('q');
    await app.sees('Quit anyway?');
    await app.press('n');
    await app.seesNot('Quit anyway?');
    await app.press('\u0003');
    expect(app.left).toEqual(['key', 'interrupt']);
  });

  it('shows that the journal cannot be written and that a swap failed', async () => {
    const session = createFakeSession();
    const app = open(session);
    session.set({
      journalBanner: 'the journal cannot be written: disk full',
      notice: { level: 'error', text: 'the swap failed' },
    });
    await app.sees('! the journal cannot be written: disk full');
    await app.sees('✘ the swap failed');
  });

  it('shows the keys, and closes the help', async () => {
    const app = open(createFakeSession());
    await app.press('?');
    await app.sees('kafka-lab 1.2.3: keys');
    expect(app.rows().length).toBeLessThanOrEqual(23);
    await app.press('?');
    await app.seesNot('kafka-lab 1.2.3: keys');
  });
});
