import { expect, it } from 'vitest';
import { totalMarks } from '../../../../source/commands/lab/lint/total-marks.ts';
import { loadLab } from '../../../../source/lab/loading/load-lab.ts';
import { kafkaFacts } from '../../../../source/lab/model/facts.ts';
import { assembleLab } from '../../../../source/lab/rendering/assemble-lab.ts';
import { renderLab } from '../../../../source/lab/rendering/render-lab.ts';
import { makeLab, smallLab } from '../../../lab/loading/lab-folder.ts';

const never = () => () => ({ ok: false, evidence: '' }) as const;

/** The small lab has a step with two checks and a question. */
function marksOf(lab: string, step: (text: string) => string = (text) => text) {
  const { source } = loadLab(
    makeLab({
      ...smallLab,
      'lab.yml': `${smallLab['lab.yml']}${lab}`,
      'steps/look.md': step(smallLab['steps/look.md']!),
    }),
  );
  return totalMarks(source, assembleLab(renderLab(source, kafkaFacts), kafkaFacts, never));
}

it('adds up the marks of all checks and questions', () => {
  expect(marksOf('marks: { check: 3, question: 5 }\n')).toEqual({
    line: 'marks: 11, of which checks 6, predictions 0, questions 5',
    faults: [],
  });
});

it('counts the marks of a step for all its checks together, and those of a question separately', () => {
  const own = (text: string) =>
    text.replace('lookFor:', 'marks: 10\nlookFor:').replace('text: Why?', 'text: Why?\n    marks: 2');
  expect(marksOf('marks: { check: 3, question: 5 }\n', own).line).toBe(
    'marks: 12, of which checks 10, predictions 0, questions 2',
  );
  expect(marksOf('', own).line).toBe('marks: 12, of which checks 10, predictions 0, questions 2');
});

it('finds marks that nobody can earn', () => {
  expect(marksOf('')).toEqual({ line: 'marks: none', faults: [] });
  expect(marksOf('marks: { check: 0 }\n').faults).toEqual(['lab.yml: has `marks`, but nothing is worth any']);
  expect(marksOf('marks: { check: 1, prediction: 2 }\n').faults).toEqual([
    'lab.yml: has marks for each prediction, but the lab has no prediction',
  ]);
});
