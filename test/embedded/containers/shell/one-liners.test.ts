import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ContainerFiles } from '../../../../source/embedded/containers/shell/container-files.ts';
import { evaluateArithmetic } from '../../../../source/embedded/containers/shell/language/arithmetic.ts';
import { sh } from './run-shell.ts';

describe('what a learner types after sh -c', () => {
  it.each([
    ['echo $((1 + 2 * 3))', '7\n'],
    ['i=1; while [ $i -le 3 ]; do echo "n=$i"; i=$((i + 1)); done', 'n=1\nn=2\nn=3\n'],
    ['x=5; echo $(( (x - 1) / 2 )) $((x % 2)) $((x > 3 ? 10 : 20))', '2 1 10\n'],
    ['echo $((010)) $((0x1f)) $((unset)) $((!3)) $((1 << 4 | 1))', '8 31 0 0 17\n'],
    ['n=4; echo "half: $((n / 2)), $((n += 3)), $n"', 'half: 2, 7, 7\n'],
    ['echo $(( $(echo 2) + $(echo 40) ))', '42\n'],
    ['for i in 1 2 3; do echo $i; done | wc -l', '3\n'],
    ['printf "b\\na\\nb\\n" | sort | uniq -c', '      1 a\n      2 b\n'],
    ['printf "10\\n9\\n1\\n" | sort -n | tail -1', '10\n'],
    ['printf "x 3\\ny 1\\n" | sort -k2 -n -r', 'x 3\ny 1\n'],
    ['printf "a:2\\nb:1\\n" | sort -t: -k2', 'b:1\na:2\n'],
    ['printf "a\\na\\nb\\n" | sort -u', 'a\nb\n'],
    ['echo hello | tee /tmp/x | tr a-z A-Z; cat /tmp/x', 'HELLO\nhello\n'],
    ['echo a,b,c | cut -d, -f2', 'b\n'],
    ['test -f /etc/hostname && echo yes || echo no', 'no\n'],
    ['[ "$(hostname)" = kafka-2 ] && echo me', 'me\n'],
    ['env | grep ^HOME= | head -1', 'HOME=/home/appuser\n'],
    ['seq 3 | while read n; do echo "<$n>"; done', '<1>\n<2>\n<3>\n'],
    ['printf "a b c\nd" | { read x y; echo "$y,$x"; read z; echo "$? $z"; }', 'b c,a\n1 d\n'],
    ['a=$(seq 5 | tail -n 2 | head -n 1); echo $((a * a))', '16\n'],
    ['if echo broker | grep -q rok; then echo found; fi', 'found\n'],
    ['(echo one; echo two) | grep -c o', '2\n'],
  ])('%s', async (script, stdout) => {
    expect(await sh(script)).toEqual({ code: 0, stdout, stderr: '' });
  });

  it.each([
    ['echo $((1 / 0))', 'sh: line 1: 1 / 0: division by 0 (error token is "0")\n'],
    ['echo $((1 +))', 'sh: line 1: 1 +: syntax error: operand expected (error token is "+")\n'],
  ])('%s is refused with 1', async (script, stderr) => {
    expect(await sh(script)).toEqual({ code: 1, stdout: '', stderr });
  });
});

describe('arithmetic', () => {
  const none = { get: () => undefined, set: () => {} };

  it('agrees with JavaScript on common expressions', () => {
    const number = fc.integer({ min: 0, max: 9 }).map(String);
    const expression = fc.letrec((tie) => ({
      any: fc.oneof({ maxDepth: 2 }, number, tie('pair'), tie('negated')),
      pair: fc
        .tuple(tie('any'), fc.constantFrom('+', '-', '*', '&', '|', '^', '<', '>', '=='), tie('any'))
        .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
      negated: tie('any').map((inner) => `(- ${inner})`),
    })).any as fc.Arbitrary<string>;
    fc.assert(
      fc.property(expression, (text) => {
        expect(Number(evaluateArithmetic(text, none))).toBe(Number(new Function(`return (${text})`)()) + 0);
      }),
    );
  });

  it('wraps at 64 bits, and does not evaluate a branch that is not taken', () => {
    expect(evaluateArithmetic('9223372036854775807 + 1', none)).toBe(-9223372036854775808n);
    expect(evaluateArithmetic('0 && 1 / 0', none)).toBe(0n);
    expect(evaluateArithmetic('1 || 1 / 0', none)).toBe(1n);
    expect(evaluateArithmetic('1 ? 2 : 1 / 0', none)).toBe(2n);
  });

  it('refuses text that is nested too deep or is not arithmetic', () => {
    expect(() => evaluateArithmetic('('.repeat(100_000), none)).toThrow('too long');
    expect(() => evaluateArithmetic('('.repeat(9000), none)).toThrow('level exceeded');
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          evaluateArithmetic(text, none);
        } catch (error) {
          expect((error as Error).constructor.name).toBe('ArithmeticError');
        }
      }),
    );
  });
});

describe('files in mounts', () => {
  function mounted(): ContainerFiles {
    const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-mount-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    writeFileSync(join(directory, 'level'), 'debug');
    symlinkSync('/etc/passwd', join(directory, 'outside'));
    return new ContainerFiles({ '/etc/config': directory });
  }

  it('are read and listed under their mount paths', () => {
    const files = mounted();
    expect(files.read('/etc/config/level')).toBe('debug');
    expect(files.isFile('/etc/config/level')).toBe(true);
    expect(files.isDirectory('/etc/config')).toBe(true);
    expect(files.list('/etc/config')).toEqual(['level', 'outside']);
    expect(files.list('/etc')).toEqual(['config']);
    expect(() => files.read('/etc/config/none')).toThrow('No such file or directory');
    files.write('/etc/config/fresh', 'a');
    files.write('/etc/config/fresh', 'b', true);
    expect(files.read('/etc/config/fresh')).toBe('ab');
  });

  it('lead nowhere outside, by any link or path', () => {
    const files = mounted();
    expect(() => files.read('/etc/config/outside')).toThrow('No such file or directory');
    expect(() => files.read('/etc/config/../passwd')).toThrow('No such file or directory');
    expect(() => files.write('/etc/config/outside', 'x')).toThrow('No such file or directory');
    expect(() => files.write('/etc/config/no/where', 'x')).toThrow('No such file or directory');
  });
});
