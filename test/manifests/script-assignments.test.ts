import { expect, it } from 'vitest';
import { plainAssignments, scriptAssignments } from '../../source/manifests/script-assignments.ts';

it('finds the variables that a script sets, with quotes and nested commands', () => {
  const script = [
    'export A=1; B="two words" C=\'$x\' ./run --flag=no',
    'D=$(echo "$(hostname)" | cut -d- -f2) && E=`hostname` # F=comment',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: shell
    'G="${A:-none ; or}"\nA=2\n',
  ].join('\n');
  expect(Object.fromEntries(scriptAssignments(script))).toMatchObject({
    A: '2',
    B: '"two words"',
    C: "'$x'",
    D: '$(echo "$(hostname)" | cut -d- -f2)',
    E: '`hostname`',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: shell
    G: '"${A:-none ; or}"',
  });
  expect(scriptAssignments(script).has('flag')).toBe(false);
  expect(plainAssignments(script)).toMatchObject({ A: '2', B: 'two words' });
  expect(plainAssignments(script)).not.toHaveProperty('D');
  expect(Object.fromEntries(scriptAssignments('A="never closed'))).toEqual({ A: '"never closed' });
});
