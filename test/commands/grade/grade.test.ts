import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readOptions } from '../../../source/commands/command-line/options.ts';
import { grade } from '../../../source/commands/grade/grade.ts';
import type { ClassGrades } from '../../../source/grading/model/class-grades.ts';
import { fortySessions, type MadeClass } from '../../grading/forty-sessions.ts';
import { fullSession } from '../../grading/full-session.ts';
import { writeJournal } from '../../grading/write-journal.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { findHostile, hostileTexts } from '../../text/hostile-texts.ts';
import { makeZip } from './make-zip.ts';

let directory: string;
let said: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'grade-'));
  said = '';
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(directory, { recursive: true, force: true });
});

const inDirectory = (...names: string[]): string => join(directory, ...names);

function handIn(name: string, bytes: Buffer | string): void {
  mkdirSync(inDirectory('class', name), { recursive: true });
  writeFileSync(inDirectory('class', name, 'journal.jsonl'), bytes);
}

const gradeWith = (values: Record<string, string> = {}, paths = [inDirectory('class')]): Promise<number> =>
  grade(readOptions({ values: { output: inDirectory('out'), ...values }, positionals: paths }));

const result = (): ClassGrades =>
  JSON.parse(readFileSync(inDirectory('out', 'class.json'), 'utf8')) as ClassGrades;

describe('the journals of forty people', () => {
  it('show the five who are stuck, the one who edited, and the two with one session', async () => {
    const made: MadeClass = fortySessions(fullSession(), kafkaLab, 7);
    for (const [name, bytes] of made.journals) handIn(name, bytes);
    expect(await gradeWith()).toBe(0);
    const { people, steps } = result();
    expect(people).toHaveLength(40);
    const named = (some: typeof people): string[] => some.map(({ place }) => place).toSorted();
    const found = (...kinds: string[]) =>
      people.filter(({ findings }) => findings.some(({ kind }) => kinds.includes(kind)));
    expect(named(people.filter(({ stuckAt }) => stuckAt !== undefined))).toEqual(made.stuck.toSorted());
    expect(named(found('edited'))).toEqual([made.edited]);
    expect(named(found('same-origin', 'same-records', 'same-answers'))).toEqual(made.copied.toSorted());
    // Nothing else raises a question.
    const doubtful = people.filter(({ findings }) => findings.some(({ weight }) => weight === 'doubt'));
    expect(named(doubtful)).toEqual([made.edited, ...made.copied].toSorted());
    expect(steps.reduce((sum, { stuck }) => sum + stuck, 0)).toBe(5);
    expect(said).toContain('grade: 40 in kafka-on-kubernetes, 5 stuck, 3 with questions, 0 not graded');
  }, 60_000);
});

const whole = writeJournal(fullSession());

describe('what is no journal', () => {
  it('gets a line each, and the others are graded', async () => {
    handIn('Ada', whole);
    handIn('empty', '');
    handIn('a photo', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x0a, 0x00, 0x0a]));
    handIn('of a later version', '{"v":2,"at":"x","ms":1,"type":"session-started"}\n');
    handIn('ten megabytes in one line', `${'x'.repeat(10_000_000)}\n`);
    handIn('without a beginning', whole.subarray(whole.indexOf(0x0a) + 1));
    handIn('of another lab', whole.toString().replaceAll('kafka-on-kubernetes', 'dances'));
    mkdirSync(inDirectory('class', 'a folder', 'journal.jsonl'), { recursive: true });
    writeFileSync(inDirectory('class', 'broken.zip'), 'PK');
    expect(await gradeWith()).toBe(1);
    const { people, ungraded } = result();
    expect(people.map(({ place }) => place)).toEqual(['Ada']);
    const why = Object.fromEntries(ungraded.map(({ source, wrong }) => [source.split('/')[1], wrong]));
    expect(why).toEqual({
      empty: 'is empty',
      'a photo': 'is not a journal: line 1 is not JSON',
      'of a later version': 'is not a journal: line 1 has version `2`; this kafka-lab reads version 1',
      'ten megabytes in one line': 'is not a journal: line 1 is longer than 65536 bytes',
      'without a beginning': 'has no record of the beginning of a session, so its lab is not known',
      'of another lab': 'is of the lab `dances`, which does not ship: name its folder with --lab',
      'a folder': 'holds no journal',
      'broken.zip': expect.stringMatching(/^cannot be unpacked: /),
    });
    for (const { source, wrong } of ungraded) expect(said).toContain(`kafka-lab: ${source} ${wrong}\n`);
  });

  it('in a folder or a zip that holds nothing else is named, and not passed over', async () => {
    handIn('Ada', whole);
    mkdirSync(inDirectory('class', 'Bob', 'pictures'), { recursive: true });
    writeFileSync(inDirectory('class', 'Bob', 'report.pdf'), 'a report');
    mkdirSync(inDirectory('class', 'Ada', 'pictures'));
    mkdirSync(inDirectory('class', '.git'));
    mkdirSync(inDirectory('class', 'grades'));
    writeFileSync(inDirectory('class', 'grades', 'class.json'), '{}');
    writeFileSync(inDirectory('class', 'Eve.zip'), makeZip({ 'report.pdf': Buffer.from('a report') }));
    expect(await gradeWith()).toBe(1);
    expect(result().ungraded).toEqual([
      { source: 'class/Eve.zip', wrong: 'holds no journal' },
      { source: 'class/Bob', wrong: 'holds no journal' },
    ]);
    expect(readFileSync(inDirectory('out', 'class.html'), 'utf8')).toContain('<code>class/Bob</code>');
    expect(said).toContain('kafka-lab: class/Bob holds no journal\n');
  });

  it('in a folder below the first level is named once, and not passed over', async () => {
    handIn('section 1/Ada', whole);
    handIn('section 1/Ada/pictures', '');
    rmSync(inDirectory('class', 'section 1', 'Ada', 'pictures', 'journal.jsonl'));
    mkdirSync(inDirectory('class', 'section 1', 'Bob', 'pictures', 'more'), { recursive: true });
    mkdirSync(inDirectory('class', 'section 1', '.git', 'hooks'), { recursive: true });
    mkdirSync(inDirectory('class', 'section 2', 'Eve'), { recursive: true });
    expect(await gradeWith()).toBe(1);
    expect(result().ungraded).toEqual([
      { source: 'class/section 1/Bob', wrong: 'holds no journal' },
      { source: 'class/section 2', wrong: 'holds no journal' },
    ]);
  });

  it('in a folder of a zip is named once, and not passed over', async () => {
    mkdirSync(inDirectory('class'));
    const inner = makeZip({ 'Cy/journal.jsonl': whole, 'Dan/notes/a.txt': Buffer.from('a note') });
    writeFileSync(
      inDirectory('class', 'all.zip'),
      makeZip({
        'Ada/journal.jsonl': whole,
        'Ada/pictures/a.png': Buffer.from('a picture'),
        'Bob/report/report.pdf': Buffer.from('a report'),
        'Eve/': Buffer.alloc(0),
        '__MACOSX/Ada/.x': Buffer.from('a fork'),
        'section/inner.zip': inner,
        'section/Fay/a.txt': Buffer.from('a note'),
      }),
    );
    expect(await gradeWith()).toBe(1);
    expect(result().ungraded.map(({ source, wrong }) => `${source} ${wrong}`)).toEqual([
      'class/all.zip/section/inner.zip/Dan holds no journal',
      'class/all.zip/Bob holds no journal',
      'class/all.zip/Eve holds no journal',
      'class/all.zip/section/Fay holds no journal',
    ]);
  });

  it('is not looked for in the folders of one person', async () => {
    mkdirSync(inDirectory('class', 'pictures'), { recursive: true });
    writeFileSync(inDirectory('class', 'journal.jsonl'), whole);
    expect(await gradeWith()).toBe(0);
  });

  it('is not looked for among the clusters of a home directory', async () => {
    handIn('sessions/20261123-090000-000', whole);
    handIn('clusters/kafka-lab', 'data of a cluster\n');
    expect(await gradeWith()).toBe(0);
    expect(result().people.map(({ place }) => place)).toEqual(['class']);
  });

  it('alone is an error, and nothing is written', async () => {
    handIn('empty', '');
    await expect(gradeWith()).rejects.toMatchObject({ code: 'usage' });
    await expect(gradeWith({}, [inDirectory('nowhere')])).rejects.toMatchObject({ code: 'usage' });
    await expect(gradeWith({}, [])).rejects.toMatchObject({ code: 'usage' });
    expect(existsSync(inDirectory('out'))).toBe(false);
  });

  it('within a journal is counted, and the rest of it is graded', async () => {
    const lines = whole.toString().split('\n');
    lines.splice(20, 0, 'x'.repeat(10_000_000), '{"v":1}');
    handIn('Ada', lines.join('\n'));
    handIn('torn', whole.subarray(0, -40));
    expect(await gradeWith()).toBe(0);
    const [ada, torn] = result().people;
    expect(ada!.marks.checks).toBe(result().most.checks);
    expect(ada!.findings.map(({ kind }) => kind)).toEqual(['edited', 'same-origin', 'unreadable-lines']);
    expect(torn!.findings.map(({ kind }) => kind)).toContain('torn');
  });
});

describe('a copy of the journal of Ada Abel that Zoe handed in', () => {
  const named = writeJournal(
    fullSession().map((event) =>
      event.type === 'session-started' ? { ...event, name: 'Ada Abel', email: 'ada@example.org' } : event,
    ),
  );
  const page = (name: string): string => readFileSync(inDirectory('out', name), 'utf8');

  beforeEach(async () => {
    handIn('ada-abel', named);
    handIn('Zoe', named);
    await gradeWith();
  });

  it('appears under both places, not as Ada Abel twice', () => {
    expect(result().people.map(({ label }) => label)).toEqual(['Ada Abel', 'Zoe (Ada Abel)']);
    expect(page('feedback/zoe.html')).toContain(': Zoe (Ada Abel)</h1>');
    expect(page('feedback/ada-abel.html')).toContain(': Ada Abel</h1>');
  });

  it('is told of with where each of the two came from', () => {
    const texts = result().people.map(({ findings }) => findings[0]!.text);
    expect(texts).toEqual([
      expect.stringContaining(
        'begins as the journal of Zoe (Ada Abel) (handed in as class/Zoe/journal.jsonl) does',
      ),
      expect.stringContaining(
        'begins as the journal of Ada Abel (handed in as class/ada-abel/journal.jsonl) does',
      ),
    ]);
    expect(page('class.html')).toContain('handed in as class/Zoe/journal.jsonl');
  });

  it('is among what to look at once, with links to both', () => {
    const look = page('class.html').split('<h2>')[1]!;
    expect(look.match(/of one session/g)).toHaveLength(1);
    expect(look).toContain(
      '<a href="feedback/ada-abel.html">Ada Abel</a>, <a href="feedback/zoe.html">Zoe (Ada Abel)</a>: the journals are of one session',
    );
  });
});

describe('a zip', () => {
  it('holds the folders of people, or a zip for each', async () => {
    const zip = makeZip({
      'Ada/journal.jsonl': whole,
      'Bob/sessions/20261123-090000-000/journal.jsonl': whole,
      'Eve.zip': makeZip({ 'journal.jsonl': whole }),
      'notes.txt': Buffer.from('not a journal'),
    });
    mkdirSync(inDirectory('class'));
    writeFileSync(inDirectory('class', 'all.zip'), zip);
    expect(await gradeWith({}, [inDirectory('class', 'all.zip')])).toBe(0);
    expect(result().people.map(({ place }) => place)).toEqual(['Ada', 'Bob', 'Eve']);
  });

  it('that leads out of its folder, or lies about a size, is refused, and nothing is unpacked', async () => {
    mkdirSync(inDirectory('class'));
    handIn('Ada', whole);
    writeFileSync(inDirectory('class', 'leads-out.zip'), makeZip({ '../../out.jsonl': whole }));
    writeFileSync(
      inDirectory('class', 'lies.zip'),
      makeZip({ 'a.jsonl': Buffer.alloc(50_000_000, 0x0a) }, 10),
    );
    expect(await gradeWith()).toBe(1);
    expect(result().people.map(({ place }) => place)).toEqual(['Ada']);
    expect(result().ungraded.map(({ wrong }) => wrong)).toEqual([
      'has an entry that leads out of it and is not read: `../../out.jsonl`',
      expect.stringContaining('cannot be read'),
    ]);
    expect(readdirSync(directory).toSorted()).toEqual(['class', 'out']);
  });
});

it.skipIf(process.platform === 'win32')(
  'graded a file outside of the folder through a link in it',
  async () => {
    handIn('Ada', whole);
    mkdirSync(inDirectory('elsewhere'));
    writeFileSync(inDirectory('elsewhere', 'j.jsonl'), whole);
    writeFileSync(inDirectory('elsewhere', 'j.zip'), makeZip({ 'journal.jsonl': whole }));
    mkdirSync(inDirectory('class', 'Bob'));
    symlinkSync(inDirectory('elsewhere', 'j.jsonl'), inDirectory('class', 'Bob', 'journal.jsonl'));
    symlinkSync('/etc/passwd', inDirectory('class', 'Cy.jsonl'));
    symlinkSync(inDirectory('elsewhere', 'j.zip'), inDirectory('class', 'Dan.zip'));
    expect(await gradeWith()).toBe(1);
    expect(result().people.map(({ place }) => place)).toEqual(['Ada']);
    expect(result().ungraded).toEqual(
      ['Bob/journal.jsonl', 'Cy.jsonl', 'Dan.zip'].map((name) => ({
        source: `class/${name}`,
        wrong: expect.stringMatching(/^cannot be .*is a symbolic link, not a regular file$/),
      })),
    );
    // What is named itself may be a link.
    expect(await gradeWith({}, [inDirectory('class', 'Bob', 'journal.jsonl')])).toBe(0);
  },
);

it('graded nothing of a zip that follows an entry with a bad name', async () => {
  mkdirSync(inDirectory('class'));
  const names = ['x/../y', '/absolute.jsonl', '..\\back.jsonl', ...Array(200).keys()].map((name) =>
    typeof name === 'string' ? name : `../${name}/${'long'.repeat(1_000)}`,
  );
  writeFileSync(
    inDirectory('class', 'all.zip'),
    makeZip({
      'Ada/journal.jsonl': whole,
      ...Object.fromEntries(names.map((name) => [name, whole.subarray(0, 10)])),
      'Bob/journal.jsonl': whole,
    }),
  );
  expect(await gradeWith()).toBe(1);
  expect(result().people.map(({ place }) => place)).toEqual(['Ada', 'Bob']);
  expect(result().ungraded).toEqual([
    {
      source: 'class/all.zip',
      wrong:
        'has 203 entries that lead out of it and are not read: `x/../y`, `/absolute.jsonl`, `../back.jsonl` and 200 more',
    },
  ]);
});

describe('hostile text', () => {
  it('of any kind is text in every file', async () => {
    const { questions, id: step } = kafkaLab.steps.find((each) => each.questions.length > 0)!;
    for (const [number, { text }] of hostileTexts.entries()) {
      const events = fullSession()
        .slice(0, 20)
        .map((event) => (event.type === 'session-started' ? { ...event, name: text, email: text } : event));
      const { v, at, ms } = events.at(-1)!;
      events.push({ v, at, ms, type: 'answer', step, question: questions[0]!.id, text });
      handIn(`Eve ${number}`, writeJournal(events));
    }
    await gradeWith();
    expect(findHostile(said)).toBeUndefined();
    // The first character of a CSV file is a byte order mark.
    for (const name of readdirSync(inDirectory('out'), { recursive: true, encoding: 'utf8' }))
      if (/\.\w+$/.test(name))
        expect(
          findHostile(readFileSync(inDirectory('out', name), 'utf8').replace(/^\ufeff/, '')),
        ).toBeUndefined();
  }, 60_000);

  it('is no markup and no formula', async () => {
    const evil = '=HYPERLINK("http://evil","x")<script>alert(1)</script>';
    const events = fullSession().map((event) =>
      event.type === 'session-started' ? { ...event, name: evil } : event,
    );
    handIn('Eve', writeJournal(events));
    await gradeWith();
    for (const name of ['class.html', 'feedback/eve.html']) {
      const page = readFileSync(inDirectory('out', name), 'utf8');
      expect(page).not.toContain('<script');
      expect(page).toContain('&lt;script&gt;');
    }
    expect(readFileSync(inDirectory('out', 'people.csv'), 'utf8')).toContain('"\'=HYPERLINK(""http');
  });
});

describe('marks of a teacher', () => {
  const { questions, id: step } = kafkaLab.steps.find((each) => each.questions.length > 0)!;
  const question = questions[0]!.id;

  beforeEach(() => {
    const events = fullSession();
    const { v, at, ms } = events.at(-1)!;
    events.push({ v, at, ms, type: 'answer', step, question, text: 'It depends.' });
    handIn('Ada', writeJournal(events));
  });

  it('come back by CSV, as spreadsheets save it, and are in all that is written', async () => {
    await gradeWith();
    expect(result().people[0]).toMatchObject({ unmarked: 1, marks: { answers: 0 } });
    const path = inDirectory('marks.csv');
    writeFileSync(
      path,
      `\ufeffperson;question;marks;marks_most;comment\r\nada;${question};2,5;4;"Why; when?"\r\n`,
    );
    await gradeWith({ marks: path });
    expect(result().people[0]).toMatchObject({ unmarked: 0, marks: { answers: 2.5 } });
    const feedback = readFileSync(inDirectory('out', 'feedback', 'ada.html'), 'utf8');
    expect(feedback).toContain('2.5 of 4 marks');
    expect(feedback).toContain('Why; when?');
    // What was written reads back as the same.
    await gradeWith({ marks: inDirectory('out', 'answers.csv') });
    expect(result().people[0]).toMatchObject({ unmarked: 0, marks: { answers: 2.5 } });
  });

  it('are not overwritten by grading without them', async () => {
    await gradeWith();
    const path = inDirectory('out', 'answers.csv');
    const marked = readFileSync(path, 'utf8').replace(`"${question}",""`, `"${question}",3`);
    expect(marked).toContain(`"${question}",3`);
    writeFileSync(path, marked);
    await expect(gradeWith()).rejects.toMatchObject({ code: 'usage' });
    expect(readFileSync(path, 'utf8')).toBe(marked);
  });

  it.each([
    ['no number', `ada,${question},good,4,`, 'has the marks `good`'],
    ['more than there are', `ada,${question},5,4,`, 'has the marks `5`, of at most 4'],
    ['no person', `,${question},1,4,`, 'names no person'],
    ['an unknown person', `bob,${question},4,4,x`, 'has marks for `bob`, of whom no journal was handed in'],
    ['an unknown question', 'ada,9.9.9,4,4,x', 'the question `9.9.9`, which the lab does not ask'],
    ['a name of JavaScript', `__proto__,${question},4,4,x`, 'has marks for `__proto__`'],
    ['two rows for an answer', `ada,${question},1,4,\nada,${question},2,4,`, 'of `ada` a second time'],
  ])('with %s are refused with their row', async (_what, row, message) => {
    const path = inDirectory('marks.csv');
    writeFileSync(path, `person,question,marks,marks_most,comment\n${row}\n`);
    await expect(gradeWith({ marks: path })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(message),
    });
    expect(existsSync(inDirectory('out', 'answers.csv'))).toBe(false);
  });
});

it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
  'leaves no draft where it cannot write',
  async () => {
    handIn('Ada', whole);
    mkdirSync(inDirectory('out'));
    chmodSync(inDirectory('out'), 0o500);
    await expect(gradeWith()).rejects.toMatchObject({ code: 'journal' });
    expect(readdirSync(directory).toSorted()).toEqual(['class', 'out']);
    expect(readdirSync(inDirectory('out'))).toEqual([]);
  },
);

it('refuses to put its results in the place of the directory that one is in', async () => {
  handIn('Ada', whole);
  await expect(gradeWith({ output: '.' })).rejects.toMatchObject({
    code: 'usage',
    message: '`-o .` is the directory that you are in, or above it',
  });
});

describe('a changed lab', () => {
  const step = kafkaLab.steps.find(({ checks }) => checks.some(({ id }) => id === 'cluster-empty'))!;

  /** A session whose check saw that the brokers of before were left, and passed all the same. */
  function sawOne(): Buffer {
    const workloads = [{ kind: 'StatefulSet', name: 'kafka', replicas: 3, ready: 3 }];
    return writeJournal(
      fullSession().map((event) =>
        event.type === 'check-passed' && event.check === 'cluster-empty'
          ? { ...event, saw: JSON.stringify({ workloads }) }
          : event,
      ),
    );
  }

  function changedLab(): string {
    cpSync('labs/kafka-on-kubernetes', inDirectory('lab'), { recursive: true });
    const path = inDirectory('lab', 'steps', 'reset-cluster.md');
    const text = readFileSync(path, 'utf8');
    const changed = text.replace(
      /^checks:$/m,
      `checks:
  - id: few-left
    title: at most two workloads are left
    look: [workloads]
    that: size(workloads) <= 2
    evidence: "{{ size(workloads) }} left"
    hint: Reset again.`,
    );
    expect(changed).not.toBe(text);
    writeFileSync(path, changed);
    return inDirectory('lab');
  }

  it('judges what was recorded, also by checks that the session did not have', async () => {
    handIn('Ada', sawOne());
    expect(await gradeWith({ lab: changedLab() })).toBe(0);
    const { people, again } = result();
    const { checks } = people[0]!.steps.find((each) => each.step === step.id)!;
    const check = (id: string) => checks.find((each) => each.id === id);
    expect(again).toBe(true);
    expect(check('cluster-empty')).toMatchObject({
      passed: false,
      recorded: 'passed',
      again: { result: 'failed' },
    });
    expect(check('few-left')).toMatchObject({
      passed: true,
      evidence: '1 left',
      again: { result: 'passed' },
    });
    expect(check('few-left')).not.toHaveProperty('recorded');
    // The check is that of the session, and would not have passed over what it saw.
    expect(people[0]!.findings).toEqual([
      expect.objectContaining({ kind: 'verdict-differs', weight: 'doubt' }),
      expect.objectContaining({ kind: 'other-lab-version', weight: 'note' }),
    ]);
    const feedback = readFileSync(inDirectory('out', 'feedback', 'ada.html'), 'utf8');
    expect(feedback).toContain('(the session itself found: passed)');
    expect(feedback).toContain('(a check that the session did not have)');
  }, 60_000);

  it('took the verdicts of checks that it did not change, and says which new one has no marks', async () => {
    handIn('Ada', whole);
    expect(await gradeWith({ lab: changedLab() })).toBe(0);
    const { people, most } = result();
    expect(people[0]!.marks.checks).toBe(most.checks - 1);
    const page = readFileSync(inDirectory('out', 'class.html'), 'utf8');
    expect(page).toContain('<li><code>few-left</code>: 1 person</li>');
    const feedback = readFileSync(inDirectory('out', 'feedback', 'ada.html'), 'utf8');
    expect(feedback).toContain('(without marks: the session did not have this check)');
    expect(feedback).toContain('the verdict of the session counts)');
  }, 60_000);

  it('that is not the lab of a journal grades nothing', async () => {
    handIn('Ada', whole);
    await expect(gradeWith({ lab: 'durability' })).rejects.toMatchObject({ code: 'usage' });
    expect(said).toContain('is of the lab `kafka-on-kubernetes`, not of `durability`');
  });
});
