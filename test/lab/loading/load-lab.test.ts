import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadLab } from '../../../source/lab/loading/load-lab.ts';
import { describeMistake, LabFolderError } from '../../../source/lab/loading/mistake.ts';
import { kafkaFacts } from '../../../source/lab/model/facts.ts';
import { renderLab } from '../../../source/lab/rendering/render-lab.ts';
import { changed, makeLab, smallLab } from './lab-folder.ts';

function mistakesOf(directory: string): string[] {
  try {
    loadLab(directory);
    return [];
  } catch (error) {
    if (!(error instanceof LabFolderError)) throw error;
    expect(error.code).toBe('lab');
    expect(error.message).toBe(describeMistake(error.mistakes[0]!));
    return error.mistakes.map(describeMistake);
  }
}

describe('a folder without mistakes', () => {
  it('is loaded for the facts of a session', () => {
    const { source } = loadLab(makeLab(smallLab));
    const lab = renderLab(source, kafkaFacts);
    expect(lab).toMatchObject({
      id: 'small',
      promise: 'One step, three brokers.',
      values: { twice: 8, thrice: 12 },
      steps: [
        {
          id: '1',
          title: 'Look at 5 nodes',
          lookFor: 'hello',
          text: 'Some text about `kubectl`, and more of it for three.\n\n• one\n• two',
          required: true,
          hints: ['Look `here`.'],
          questions: [{ answer: 'Because of 12.' }],
        },
      ],
    });
    expect(lab.steps[0]?.commands.kind.map(({ line }) => line)).toEqual([
      'kubectl get nodes',
      'kubectl logs kafka-0',
      'kubectl logs kafka-1',
    ]);
    expect(renderLab(source, { ...kafkaFacts, partitions: 5 }).steps[0]?.hints).toEqual([
      'never shown',
      'Look `here`.',
    ]);
  });

  it('has a digest that changes with each of its files', () => {
    const digestOf = (files: Record<string, string>): string => loadLab(makeLab(files)).source.digest;
    const digest = digestOf(smallLab);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(digestOf(smallLab)).toBe(digest);
    expect(digestOf(changed('steps/look.md', 'more of it', 'less of it'))).not.toBe(digest);
  });

  it('has the task of a step, with the initial content of its file and the solution', () => {
    const { source } = loadLab(
      makeLab({
        ...changed(
          'steps/look.md',
          'hints:\n  - when',
          'task: { file: a.yml, goal: "Name {{ facts.brokers }}.", starts: t/a.yml, solution: t/b.yml }\nhints:\n  - when',
        ),
        't/a.yml': 'a: {{ 1 }}\n',
        't/b.yml': 'a: 2\n',
      }),
    );
    expect(renderLab(source, kafkaFacts).steps[0]?.task).toEqual({
      file: 'a.yml',
      goal: 'Name 3.',
      starts: 'a: {{ 1 }}\n',
      solution: 'a: 2\n',
    });
  });

  it('has the files for the working directory', () => {
    const { files } = loadLab(
      makeLab({
        ...changed('lab.yml', 'steps:\n', 'files: files\nsteps:\n'),
        'files/kafka.yml': 'a: 1\n',
        'files/deep/x.txt': 'x',
      }),
    );
    expect([...files.keys()]).toEqual(['deep/x.txt', 'kafka.yml']);
  });
});

describe('a mistake is one line with its position and the correction:', () => {
  const cases: [string, Record<string, string | undefined>, string][] = [
    [
      'an unknown field',
      changed('lab.yml', 'title:', 'titel:'),
      'lab.yml:3:1: there is no field `titel` here; did you mean `title`?',
    ],
    [
      'a missing field',
      changed('steps/look.md', /title: Look.*\n/, ''),
      'steps/look.md:2:1: `title` is missing',
    ],
    [
      'a wrong type',
      changed('steps/look.md', 'id: "1"', 'id: 1.10'),
      'steps/look.md:2:1: `id` is `1.1`, a number; a text that looks like one is written in quotes',
    ],
    [
      'an unknown check',
      changed('steps/look.md', 'named: nodes-ready', 'named: nodes-redy'),
      'steps/look.md:14:5: there is no check `nodes-redy`; did you mean `nodes-ready`?',
    ],
    [
      'an unknown parameter',
      changed(
        'steps/look.md',
        'named: nodes-ready',
        'named: topic-shape\n    with: { topic: a, partition: 3 }',
      ),
      'steps/look.md:15:23: there is no parameter `partition`; did you mean `partitions`?',
    ],
    [
      'a parameter of a wrong type',
      changed(
        'steps/look.md',
        'named: nodes-ready',
        'named: topic-shape\n    with: { topic: a, partitions: many }',
      ),
      'steps/look.md:15:23: the parameter `partitions` is `"many"`; it must be a number',
    ],
    [
      'an expression that does not parse',
      changed('steps/look.md', 'size(nodes) <= 5 &&', 'size(nodes) <= &&'),
      'steps/look.md:18:26: unexpected token: AND',
    ],
    [
      'an unknown fact',
      changed('steps/look.md', 'facts.nodes', 'facts.node'),
      'steps/look.md:3:25: `facts` has no `node`; did you mean `nodes`?',
    ],
    [
      'an unknown function',
      changed('steps/look.md', 'inWords(facts', 'inWord(facts'),
      "steps/look.md: found no matching overload for 'inWord(dyn)'; did you mean `inWords`?",
    ],
    [
      'a value that goes in a circle',
      changed('lab.yml', 'twice: facts.partitions * 2', 'twice: values.thrice + 1'),
      'lab.yml:8:10: the values go in a circle: `twice` uses `thrice` uses `twice`',
    ],
    [
      'an expression that costs too much',
      changed('lab.yml', 'facts.partitions * 2', 'range(9999).map(a, range(9999)).size()'),
      'lab.yml:8:10: it takes too much work: narrow the lists that it goes through',
    ],
    [
      'an expression that is too long',
      changed('lab.yml', 'facts.partitions * 2', `1${' + 1'.repeat(600)}`),
      'lab.yml:8:3: `twice` has 2401 characters; at most 2000 are allowed',
    ],
    [
      'a missing file',
      changed('lab.yml', 'steps/look.md', 'steps/lok.md'),
      'lab.yml:11:5: there is no file `steps/lok.md`',
    ],
    [
      'a path that leaves the folder',
      changed('lab.yml', 'steps/look.md', '../look.md'),
      "lab.yml:11:5: `../look.md` leads out of the lab's folder; a path names files below it, with `/` between folders",
    ],
    [
      'an absolute path',
      changed('lab.yml', 'steps/look.md', '/etc/passwd'),
      "lab.yml:11:5: `/etc/passwd` leads out of the lab's folder; a path names files below it, with `/` between folders",
    ],
    [
      'a folder of a later format',
      { 'lab.yml': 'format: 2\nnew: thing\n' },
      'lab.yml:1:1: the lab has format 2, and this kafka-lab reads formats up to 1; use a later kafka-lab',
    ],
    [
      'an unknown step',
      changed('lab.yml', 'required: ["1"]', 'required: ["2"]'),
      'lab.yml:12:12: there is no step `2`',
    ],
    [
      'an impact that rests on a check that does not exist',
      changed(
        'lab.yml',
        'steps:\n',
        'comparison: [{ feature: A, original: { says: B }, improved: { says: C }, impact: { says: D, evidence: [nodes-redy] } }]\nsteps:\n',
      ),
      'lab.yml:10:104: there is no check `nodes-redy`; did you mean `nodes-ready`?',
    ],
    [
      'a command in a figure that its step does not have',
      changed('steps/look.md', '    repeats: true\n', '    repeats: true\n    figure: Figure 2\n'),
      'steps/look.md:8:5: the step has no figure `Figure 2`; `figures` of the step names those that it has',
    ],
    [
      'a section of the report about a step that does not exist',
      changed(
        'lab.yml',
        'steps:\n',
        'report: [{ part: "1", title: A, discussion: [{ title: B, steps: ["2"] }] }]\nsteps:\n',
      ),
      'lab.yml:10:66: there is no step `2`',
    ],
    [
      'a section of the report with a question that does not exist',
      changed(
        'lab.yml',
        'steps:\n',
        'report: [{ part: "1", title: A, discussion: [{ title: B, questions: [q2] }] }]\nsteps:\n',
      ),
      'lab.yml:10:70: there is no question `q2`',
    ],
    [
      'a question in two sections of the report',
      changed(
        'lab.yml',
        'steps:\n',
        'report: [{ part: "1", title: A, discussion: [{ title: B, questions: [q1] }, { title: C, questions: [q1] }] }]\nsteps:\n',
      ),
      'lab.yml:10:101: another section has the question `q1` already',
    ],
    [
      'an id that is taken',
      changed('steps/look.md', 'id: no-more', 'id: nodes-ready'),
      'steps/look.md:15:5: the check id `nodes-ready` is taken, in steps/look.md',
    ],
    [
      'a prediction that is graded too early',
      {
        ...changed('lab.yml', '  - steps/look.md', '  - steps/look.md\n  - steps/two.md'),
        'steps/two.md':
          '---\nid: "2"\ntitle: Two\nprediction:\n  question: What?\n  choices: [{ id: a, text: a }]\n  named: share-received\n  gradedAfter: "1"\n---\nText.\n',
      },
      'steps/two.md:8:3: the step `1` comes before this one',
    ],
    [
      'HTML',
      changed('steps/look.md', '- one', '<b>one</b>'),
      'steps/look.md:35:1: HTML cannot be shown in a terminal; use paragraphs, lists, code and links',
    ],
    [
      'a task without its solution',
      changed(
        'steps/look.md',
        'hints:\n  - when',
        'task: { file: a.yml, goal: Mend it., solution: t/b.yml }\nhints:\n  - when',
      ),
      'steps/look.md:22:38: there is no file `t/b.yml`',
    ],
    [
      'a task outside of the working directory',
      changed(
        'steps/look.md',
        'hints:\n  - when',
        'task: { file: ../a.yml, goal: Mend it., solution: steps/look.md }\nhints:\n  - when',
      ),
      'steps/look.md:22:9: `file` is `../a.yml`; it must have the name of a file, without a folder',
    ],
    [
      'no front matter',
      { ...smallLab, 'steps/look.md': 'text' },
      'steps/look.md:1:1: the file must begin with a line `---`, the front matter, and another line `---`',
    ],
    [
      'no text',
      changed('steps/look.md', /Some[\s\S]*/, ''),
      'steps/look.md:31:1: the step has no text below its front matter',
    ],
    [
      'broken YAML',
      changed('steps/look.md', 'checks:', 'checks: ]'),
      'steps/look.md:11:9: unexpected flow-seq-end token in YAML stream: "]"',
    ],
    [
      'a key that is there twice',
      changed('lab.yml', 'title: A small lab', 'title: A small lab\ntitle: Another'),
      'lab.yml:4:1: map keys must be unique',
    ],
    [
      'a list with a description that has more items than fit',
      changed('steps/look.md', 'look: [nodes]', 'look: [nodes, pods, services, topics, brokers, logs]'),
      'steps/look.md:17:5: `look` has 6 items; at most 5 are allowed',
    ],
    [
      'a list without a description that has more items than fit',
      changed('steps/look.md', 'hints:\n', `figures: [${'a, '.repeat(11)}]\nhints:\n`),
      'steps/look.md:22:1: `figures` has 11 items; at most 10 are allowed',
    ],
    [
      'a lab without steps',
      changed('lab.yml', 'steps:\n  - steps/look.md', 'steps: []'),
      'lab.yml:10:1: `steps` is empty',
    ],
    [
      'a duration without a unit',
      changed('steps/look.md', 'within: 10s', 'within: 60'),
      'steps/look.md:21:5: `within` is `60`; it needs a unit: `60s`',
    ],
    [
      'a check that is neither named nor an expression',
      changed('steps/look.md', '    named: nodes-ready\n', ''),
      'steps/look.md:12:5: item 1 of `checks` needs `named`, or `look`, `that` and `evidence`',
    ],
    [
      'a check that is both named and an expression',
      changed('steps/look.md', 'named: nodes-ready', 'named: nodes-ready\n    that: size(nodes) == 5'),
      'steps/look.md:12:5: item 1 of `checks` has both `named` and `that`; use either `named`, or `look`, `that` and `evidence`',
    ],
    [
      'a check with a misspelled name of a field, which is not said to be missing',
      changed('steps/look.md', 'named: nodes-ready', 'naned: nodes-ready'),
      'steps/look.md:14:5: there is no field `naned` here; did you mean `named`?',
    ],
    [
      'an expression over what its check does not look at',
      changed('steps/look.md', 'that: size(nodes) <= 5', 'that: output.exitCode == 0'),
      'steps/look.md:18:11: the check does not look at `output`; add `output` to `look`',
    ],
    [
      'evidence of what its check does not look at',
      changed('steps/look.md', '"{{ size(nodes) }} nodes"', '"{{ size(pods) }} pods"'),
      'steps/look.md:19:24: the check does not look at `pods`; add `pods` to `look`',
    ],
    [
      'a text with a colon, without quotes',
      changed('steps/look.md', 'lookFor: "{{ facts.greeting }}"', 'lookFor: Six records: at'),
      'steps/look.md:4:10: nested mappings are not allowed in compact mappings; put the text in quotes',
    ],
    [
      'a text that begins with an expression, without quotes',
      changed('steps/look.md', 'title: Look at {{ facts.nodes }}', 'title: {{ facts.nodes }}'),
      'steps/look.md:3:26: unexpected scalar at node end; put the text in quotes',
    ],
    [
      'a text that is an expression, without quotes',
      changed('steps/look.md', '"{{ facts.greeting }}"', '{{ facts.greeting }}'),
      'steps/look.md:4:10: a text that begins with `{` or `[` is written in quotes: `"{{ … }}"`',
    ],
    [
      'a text that begins with code, without quotes',
      changed('steps/look.md', 'Look `here`', '`Look` here'),
      'steps/look.md:25:5: plain value cannot start with reserved character `; put the text in quotes',
    ],
    [
      'a fact whose name a fact of the manifests has, which would win without a word',
      changed('lab.yml', '  greeting: hello', '  greeting: hello\n  topic: prices'),
      'lab.yml:7:3: the manifests already have a fact `topic`; choose another name',
    ],
    ['no lab.yml', {}, 'lab.yml: there is no file `lab.yml`'],
  ];
  it.each(cases)('%s', (_, files, line) => {
    expect(mistakesOf(makeLab(files))).toContain(line);
  });

  it('a path to lab.yml, where its folder is meant', () => {
    const folder = makeLab(smallLab);
    const file = join(folder, 'lab.yml');
    expect(mistakesOf(file)).toEqual([
      `lab.yml: \`${file}\` is a file; name the folder that it is in: \`${folder}\``,
    ]);
    expect(mistakesOf(join(folder, 'none'))).toEqual([
      `lab.yml: there is no folder \`${join(folder, 'none')}\``,
    ]);
  });

  it('several at once, in all files', () => {
    const files = { ...smallLab, 'lab.yml': smallLab['lab.yml']!.replace('id: small', 'id: Small Lab') };
    expect(mistakesOf(makeLab(files))).toEqual([
      'lab.yml:2:1: `id` is `Small Lab`; it must have lower-case letters, digits and dashes',
    ]);
    const two = changed('steps/look.md', 'lookFor:', 'lookfor:');
    two['steps/look.md'] = two['steps/look.md']!.replace('hint: There', 'hints: There');
    expect(mistakesOf(makeLab(two))).toHaveLength(2);
  });

  it('a link that leads out of the folder', () => {
    const outside = mkdtempSync(join(tmpdir(), 'kafka-lab-outside-'));
    onTestFinished(() => rmSync(outside, { recursive: true, force: true }));
    writeFileSync(join(outside, 'look.md'), smallLab['steps/look.md']!);
    const lab = makeLab({ 'lab.yml': smallLab['lab.yml'] });
    symlinkSync(outside, join(lab, 'steps'));
    expect(mistakesOf(lab)).toEqual([
      "lab.yml:11:5: `steps/look.md` is a link that leads out of the lab's folder",
    ]);
  });

  it('aliases that multiply', () => {
    const bomb = [
      'a0: &a0 [x, x, x]',
      ...[1, 2, 3, 4, 5, 6, 7].map((n) => `a${n}: &a${n} [${`*a${n - 1}, `.repeat(9)}*a${n - 1}]`),
    ].join('\n');
    const [line] = mistakesOf(makeLab({ ...smallLab, 'lab.yml': `${bomb}\n` }));
    expect(line).toMatch(/^lab\.yml:1:1: excessive alias count/);
  });

  it('files and folders beyond the limits', () => {
    expect(mistakesOf(makeLab({ ...smallLab, 'steps/look.md': 'x'.repeat(70_000) }))[0]).toMatch(
      /at most 65536 are read/,
    );
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`files/${index}`, '']));
    expect(
      mistakesOf(makeLab({ ...changed('lab.yml', 'steps:\n', 'files: files\nsteps:\n'), ...many })),
    ).toEqual(['lab.yml:10:1: `files` has more than 100 files']);
  });
});

it.each([
  ['kafka-on-kubernetes', 27, 71],
  ['repair-shop', 27, 61],
])('%s has all of its steps and checks', (name, steps, checks) => {
  const { source } = loadLab(`labs/${name}`);
  expect(source.steps).toHaveLength(steps);
  expect(source.steps.flatMap(({ manifest }) => manifest.checks ?? [])).toHaveLength(checks);
});
