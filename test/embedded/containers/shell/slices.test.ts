// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the shell's own expansions look like it.
import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ContainerFiles } from '../../../../source/embedded/containers/shell/container-files.ts';
import { appuser } from '../../../../source/embedded/containers/shell/image-user.ts';
import { sh } from './run-shell.ts';

/*
 * The work of a script between two yields is counted, not timed: each read of the clock takes a millisecond, so a slice is over after ten
 * reads, and the number of turns tells how often a script read the clock. Work that never reads it takes no turns, whatever its size.
 */
/** Later than any real time: time only moves forward. */
let looks = 1e9;

beforeEach(() => {
  vi.spyOn(performance, 'now').mockImplementation(() => ++looks);
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** The turns of the event loop that a script takes. */
async function turnsOf(script: string, text = '') {
  const files = new ContainerFiles({}, { user: appuser });
  files.put('/text', { text });
  let turns = 0;
  let runs = true;
  const count = (): void => {
    turns++;
    if (runs) setImmediate(count);
  };
  setImmediate(count);
  const result = await sh(script, { containerFiles: files });
  runs = false;
  return { ...result, turns };
}

const words = (count: number): string => Array.from({ length: count }, (_, at) => `w${at}`).join(' ');
const letters = 'a'.repeat(100_000);

describe('a script that processes much data yields in the middle of it', () => {
  it.each([
    ['reads an array of many words', 'read -a a < /text; echo ${#a[@]}', words(20_000), '20000\n', 1000],
    ['splits an expansion', 'set -- $(< /text); echo $#', words(20_000), '20000\n', 2000],
    ['expands braces', 'set -- {1..20000}; echo $#', '', '20000\n', 1000],
    ['prints many words', 'printf "%s\\n" {1..5000} > /dev/null; echo done', '', 'done\n', 500],
    ['replaces letters', 'x=$(< /text); x=${x//a/b}; echo ${#x}', letters, '100000\n', 10],
    ['replaces by a pattern', 'x=$(< /text); x=${x//[a]/b}; echo ${#x}', letters, '100000\n', 50],
    ['changes each element', 'a=($(< /text)); a=("${a[@]/w/x}"); echo ${#a[@]}', words(5000), '5000\n', 1000],
    ['reads a long script', 'eval "$(< /text)"; echo $x', 'x=1\n'.repeat(5000), '1\n', 800],
    ['splits a record', "awk '{ print NF }' /text", words(20_000), '20000\n', 1500],
    ['substitutes in awk', 'awk \'{ print gsub(/a/, "b") }\' /text', letters, '100000\n', 50],
    ['substitutes in sed', 'sed "s/a/b/g" /text | wc -c', letters, '100001\n', 50],
    ['sorts lines', 'sort -V /text | wc -l', words(2000).replaceAll(' ', '\n'), '2000\n', 1000],
  ])('%s', async (_what, script, text, stdout, turns) => {
    const result = await turnsOf(script, text === letters ? `${text}\n` : text);
    expect(result).toMatchObject({ code: 0, stdout });
    expect(result.turns).toBeGreaterThan(turns);
  });

  it('a subshell shares the arrays of its parent, and changes only its own copy', async () => {
    const { stdout } = await turnsOf('a=(1 2 3); (a[1]=x; unset "a[2]"; echo ${a[@]}); echo ${a[@]}');
    expect(stdout).toBe('1 x\n1 2 3\n');
  });
});

describe('excessive memory use is refused with a message that names the cause', () => {
  it.each([
    ['echo {1..1000000}', 'brace expansion: too many words'],
    ['printf %1000000000d 1', 'output is too long'],
    ['printf %.1000000000f 1', 'output is too long'],
    [`x=$(< /text); y=\${x//a/$x}`, 'word too long'],
    [`x=$(< /text); set -- $x$x$x$x$x$x$x$x$x$x$x`, 'word too long'],
  ])('%s', async (script, message) => {
    const { stderr, code } = await turnsOf(script, letters);
    expect(stderr).toContain(message);
    expect(code).not.toBe(0);
  });
});
