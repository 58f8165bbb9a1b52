import { expect, it } from 'vitest';
import { checkKubectlLine, kubectlHelp } from '../../../source/cluster/kubectl/run-kubectl.ts';

it('an unknown flag without a verb got the help, and exit code 0', () => {
  expect(() => checkKubectlLine(['--JUNK'])).toThrow('unknown flag: --JUNK');
  expect(kubectlHelp(['--JUNK'])).toBeUndefined();
  expect(kubectlHelp(['-n', 'default'])).toContain('describe');
  expect(kubectlHelp([])).toContain('describe');
});
