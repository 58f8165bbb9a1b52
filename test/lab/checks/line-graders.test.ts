import { describe, expect, it } from 'vitest';
import { linePrinted, linesCounted } from '../../../source/lab/checks/line-graders.ts';
import { kafkaFacts } from '../../../source/lab/model/facts.ts';
import type { CommandOutput, Observations } from '../../../source/lab/model/observations.ts';

const output = (stdout: string, stderr = '', exitCode = 0): CommandOutput => ({
  command: 'c',
  stdout,
  stderr,
  exitCode,
});
const seen = (outputs: readonly CommandOutput[]) => ({ outputs }) as unknown as Observations;
const ids = ['none', 'all', 'some'];

describe('a prediction that is graded by a line', () => {
  const grade = (outputs: readonly CommandOutput[], command?: number) => {
    const patterns = { choices: ['none', 'all'], patterns: ['lag*0', 'lag: 900'] };
    const parameters = command === undefined ? patterns : { ...patterns, command };
    return linePrinted.grade(seen(outputs), kafkaFacts, parameters, ids);
  };

  it('finds the choice whose pattern matches a line, also in error output', () => {
    expect(grade([output('x\n  lag: 0 \ny\n')])).toEqual({ choice: 'none', evidence: 'lag: 0' });
    expect(grade([output('x', 'lag of 30')])).toEqual({ choice: 'none', evidence: 'lag of 30' });
  });

  it('reads the output of the given command, or of the last one', () => {
    const outputs = [output('lag 0'), output('x')];
    expect(grade(outputs)).toBeUndefined();
    expect(grade(outputs, 0)?.choice).toBe('none');
  });

  it('is not graded if no line matches, if several choices match, or if no command ran', () => {
    expect(grade([output('lag')])).toBeUndefined();
    expect(grade([output('lag: 900')])).toBeUndefined();
    expect(grade([])).toBeUndefined();
  });
});

describe('a prediction that is graded by a number of lines', () => {
  const grade = (outputs: readonly CommandOutput[]) =>
    linesCounted.grade(seen(outputs), kafkaFacts, { pattern: '*Stabilized*' }, ids);

  it('counts the matching lines, and shows the last', () => {
    expect(grade([output('a\nStabilized 1\nb\nStabilized 2\n')])).toEqual({
      choice: '2',
      evidence: 'Stabilized 2',
    });
    expect(grade([output('a\n')])).toEqual({ choice: '0', evidence: 'no line is like `*Stabilized*`' });
  });

  it('is not graded if the command failed or did not run', () => {
    expect(grade([output('Stabilized', '', 1)])).toBeUndefined();
    expect(grade([])).toBeUndefined();
  });
});
