import { conditions } from './conditions.ts';
import { graders } from './graders.ts';
import type { ParameterSpecs } from './parameters.ts';
import { vocabulary } from './vocabulary.ts';

/** docs/lab-checks.md: every check, condition and grader with its parameters, as their definitions describe them. */
export function describeVocabulary(): string {
  return [
    '# The vocabulary of checks',
    '',
    'A step names its checks, what a watch waits for, and how its prediction is graded. This page is made of the definitions in `source/lab/checks/`.',
    '',
    'A check that is named takes its parameters from `with`. Its `title` is what the learner reads; `hint` takes the place of its own hints, `within` of',
    'its time, and `lasting` says whether it must hold from then on.',
    '',
    '```yaml',
    'checks:',
    '  - id: orders-there',
    '    title: the topic orders has six partitions',
    '    named: topic-shape',
    '    with: { topic: orders, partitions: 6 }',
    '```',
    '',
    ...vocabulary.flatMap(({ about, checks }) => [
      `## ${about}`,
      '',
      ...checks.flatMap(({ name, says, parameters, look, withinMs, lasting }) => [
        `### \`${name}\``,
        '',
        says,
        '',
        ...describeParameters(parameters),
        `Looks at ${look.map((each) => `\`${each}\``).join(', ')}. ${describeTime(withinMs)}${lasting === true ? ' It must hold from then on.' : ''}`,
        '',
      ]),
    ]),
    '## Conditions of a watch',
    '',
    'The effect `watch` waits for all conditions in `begins` before the commands of the step run, and for those in `settles` after them.',
    '',
    ...conditions.flatMap(({ name, says, parameters }) => [
      `### \`${name}\``,
      '',
      says,
      '',
      ...describeParameters(parameters),
    ]),
    '## How predictions are graded',
    '',
    'The right choice is found in what was seen after the step.',
    '',
    ...graders.flatMap(({ name, says, parameters, look }) => [
      `### \`${name}\``,
      '',
      says,
      '',
      ...describeParameters(parameters),
      `Looks at ${look.map((each) => `\`${each}\``).join(', ')}.`,
      '',
    ]),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}

function describeParameters(parameters: ParameterSpecs): string[] {
  const rows = Object.entries(parameters).map(([name, { type, says, optional, choices }]) => {
    const values = choices?.map((each) => `\`${each}\``).join(' or ');
    return `- \`${name}\` (${values ?? type}${optional === true ? ', may be left out' : ''}): ${says}`;
  });
  return rows.length === 0 ? [] : [...rows, ''];
}

const describeTime = (ms: number): string =>
  ms === 0 ? 'It is judged once.' : `It may take ${ms / 1_000} seconds to hold.`;
