import { afterEach, describe, expect, it } from 'vitest';
import { textWidth } from '../../../source/text/width.ts';
import { createFakeSession, type FakeSession, tallyOf } from '../fake-session.ts';
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

  it('runs it with Enter, shows that it passed, and goes on with the next Enter without running it', async () => {
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

  it('keeps the right border in line beside wide characters', async () => {
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

  it('says how large a terminal it needs when this one is too small', () => {
    const app = open(createFakeSession(), { columns: 60, rows: 20 });
    expect(app.screen()).toContain('kafka-lab needs 80x24; this terminal is 60x20.');
  });
});

describe('steps', () => {
  it('shows a failed check with what it saw and what to try', async () => {
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

  it('marks a step that passed and does not hold any more', async () => {
    const session = createFakeSession();
    const app = open(session);
    session.setStep(0, { state: 'regressed' });
    await app.sees('! 1.1 Start a fresh cluster  no longer holds');
  });

  it('keeps the command and the checks in view over a long output, and scrolls all of it', async () => {
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

  it('shows hints one after another', async () => {
    const app = open(createFakeSession());
    await app.press('h');
    await app.sees('hint 1 of 2: The first hint');
    await app.press('h');
    await app.sees('hint 2 of 2:');
    await app.press('h');
    await app.sees('That was the last hint.');
  });

  it('follows a run of several steps, and stays on the last, however quick they were', async () => {
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
  it('saves what is typed, as typed, question after question', async () => {
    const session = createFakeSession({ current: 4 });
    const app = open(session);
    await app.press('a');
    await app.sees('Question 1 of 2');
    await app.press('They ask ZooKeeper,');
    await app.press('\n');
    await app.press('q included.');
    await app.sees('q included.');
    await app.press(enter);
    await app.sees('Question 2 of 2');
    await app.press(esc);
    await app.seesNot('Question 2 of 2');
    expect(session.asked).toEqual(['answer q1.5-1 "They ask ZooKeeper,\\nq included."']);
  });

  it('keeps a draft when the box is left', async () => {
    const session = createFakeSession({ current: 4 });
    const app = open(session);
    await app.press('a');
    await app.press('half a thought');
    await app.press(esc);
    await app.seesNot('half a thought');
    await app.press('a');
    await app.sees('half a thought');
    expect(session.asked).toEqual([]);
  });

  it('takes pasted lines as text, and never as commands', async () => {
    const session = createFakeSession({ current: 4 });
    const app = open(session);
    await app.press('\u001b[200~sRq\rx\u001b[201~');
    await app.press('a');
    await app.press('\u001b[200~one\rtwo\u001b[201~');
    await app.sees('two');
    await app.press(enter);
    await app.sees('Question 2 of 2');
    expect(session.asked).toEqual(['answer q1.5-1 "one\\ntwo"']);
    expect(app.left).toEqual([]);
  });
});

describe('logs', () => {
  it('loses no key that was typed fast after the slash', async () => {
    const session = createFakeSession();
    for (let n = 0; n < 30; n += 1) session.logs.consumer.add(`line ${n}`);
    const app = open(session);
    await app.press('4p/9$\r');
    await app.sees('/9$/ 3 matches');
    expect(app.screen()).toContain('PAUSED');
    expect(app.screen()).not.toContain('line 28');
  });

  it('shows a pattern that does not parse without harm, and escape clears it', async () => {
    const session = createFakeSession();
    session.logs.producer.add('a line');
    const app = open(session);
    await app.press('3/[\r');
    await app.sees('Unterminated character class');
    await app.press(esc);
    await app.sees('a line');
  });

  it('gives a pane the full screen and all panes back', async () => {
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
  it('says to run the steps before it, where one of them was left out', async () => {
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

  it('is asked for before the step runs, once, and graded after', async () => {
    const session = withPrediction();
    const app = open(session);
    await app.press(enter);
    await app.sees(question);
    await app.press(enter);
    await app.sees('Choose with ↑ and ↓ what you expect');
    expect(session.asked).toEqual([]);
    await app.press('jj');
    await app.sees('▸ all of them');
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

  it('stops a run over several steps where it is due, and the run goes on after it', async () => {
    const session = createFakeSession({ consumer: 'partition' });
    const { step } = session.snapshot().steps[1]!;
    session.setStep(1, { step: { ...step, prediction }, prediction: { question, choices } });
    const app = open(session);
    await app.press('jjR');
    expect(session.asked.filter((one) => one.startsWith('run'))).toEqual(['runTo 0']);
    session.actions.run(0);
    session.finish(0);
    await app.sees(question);
    await app.press('j\r');
    expect(session.asked.slice(-2)).toEqual(['predict 1 quarter', 'runTo 2']);
  });

  it('is asked for before the swap, and escape goes on without one', async () => {
    const session = withPrediction();
    const app = open(session);
    await app.press('s');
    await app.sees(question);
    await app.press(esc);
    await app.seesNot(question);
    expect(session.asked).toEqual(['swap']);
  });
});

describe('a replay', () => {
  it('stayed open at q because the replayed step was running', async () => {
    const replay = { atMs: 0, totalMs: 1_000, speed: 1, playing: true, ended: false };
    const session = createFakeSession({ replay, running: 0 });
    const app = open(session);
    await app.sees('replay');
    await app.press('q');
    expect(app.left).toEqual(['key']);
  });

  it('is paused, sped up and played from a step, and offers nothing that would run', async () => {
    const replay = { atMs: 72_000, totalMs: 761_000, speed: 1, playing: true, ended: false };
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
  it('copies the command as a shell takes it, and the lines in view of a log', async () => {
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

  it('saves the focused log at ctrl+s', async () => {
    const session = createFakeSession();
    const app = open(session);
    await app.press('4');
    await app.press('\u0013');
    await app.sees('12 lines: /tmp/consumer.log');
  });
});

describe('the comparison', () => {
  it('shows the same window before and after the swap, and who owns what', async () => {
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

describe('a cluster that others made', () => {
  const asked = {
    kind: 'replace' as const,
    loss: 'cluster `lab` is running already, since yesterday; it holds 2 topics (a, b)',
  };

  it('is replaced after a yes alone, with what would be lost before it', async () => {
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

  it('is not agreed to by what is typed into a box', async () => {
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
  it('says what it runs, and does it after a yes', async () => {
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

  it('says so where there is nothing to take back', async () => {
    const session = createFakeSession();
    const app = open(session);
    session.finish(0);
    await app.press('u');
    await app.sees('Step 1.1 changed nothing that can be undone: its result is cleared.');
  });
});

describe('the footer', () => {
  it('promises what a key would do now, and nothing else', async () => {
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
    await app.sees('a answer');
  });
});

describe('the step in full size', () => {
  it('is what f shows from the list, and esc leads back to the list', async () => {
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
  it('says what is not done yet, and how to leave with a transcript', async () => {
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
  it('is shown whole where it is longer than a row', async () => {
    const session = createFakeSession();
    const app = open(session);
    const path = `/home/${'a'.repeat(45)}/transcript.md`;
    session.set({ notice: { level: 'info', text: `transcript written: ${path}` } });
    await app.sees('transcript.md');
    expect(app.rows().length).toBeLessThanOrEqual(23);
  });
});

describe('the session', () => {
  it('swaps, exports and says where to', async () => {
    const session = createFakeSession();
    const app = open(session);
    await app.press('s');
    await app.press('x');
    await app.sees('transcript written to ./session.md');
    expect(session.asked).toEqual(['swap', 'export']);
    await app.press(esc);
    await app.seesNot('transcript written');
  });

  it('asks before it cancels, and takes the question back when the step ends first', async () => {
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

  it('quits at q, asks first while a step runs, and at once with ctrl-c', async () => {
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

  it('shows a journal that cannot be written and a swap that failed', async () => {
    const session = createFakeSession();
    const app = open(session);
    session.set({
      journalBanner: 'the journal cannot be written: disk full',
      notice: { level: 'error', text: 'the swap failed' },
    });
    await app.sees('! the journal cannot be written: disk full');
    await app.sees('✘ the swap failed');
  });

  it('shows the keys and closes them', async () => {
    const app = open(createFakeSession());
    await app.press('?');
    await app.sees('kafka-lab 1.2.3: keys');
    expect(app.rows().length).toBeLessThanOrEqual(23);
    await app.press('?');
    await app.seesNot('kafka-lab 1.2.3: keys');
  });
});
