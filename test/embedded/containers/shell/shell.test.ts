// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the shell's own expansions look like it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Program } from '../../../../source/embedded/containers/shell/program.ts';
import { writeText } from '../../../../source/embedded/containers/shell/streams.ts';
import { parseScript } from '../../../../source/embedded/containers/shell/syntax/parser.ts';
import { ShellSyntaxError } from '../../../../source/embedded/containers/shell/syntax/syntax.ts';
import { sh } from './run-shell.ts';

/** Prints its arguments. */
const show: Program = async ({ argv, env, stdout }) => {
  await writeText(stdout, `${JSON.stringify([argv, env.KAFKA_BROKER_ID ?? null])}\n`);
  return 0;
};
const programs: [string, Program][] = [['/etc/confluent/docker/run', show]];

describe('shell', () => {
  it("runs the lab's own command: the broker's id is the ordinal in the pod's host name", async () => {
    const script = "export KAFKA_BROKER_ID=`hostname | awk -F '-' '{print $2}'` && /etc/confluent/docker/run";
    expect(await sh(script, { hostname: 'kafka-2', programs })).toEqual({
      code: 0,
      stdout: '[["/etc/confluent/docker/run"],"2"]\n',
      stderr: '',
    });
  });

  it.each([
    ['export KAFKA_BROKER_ID=${HOSTNAME##*-} && exec /etc/confluent/docker/run', '7'],
    ['export KAFKA_BROKER_ID=$(hostname | cut -d- -f2); exec /etc/confluent/docker/run', '7'],
    ['KAFKA_BROKER_ID=$(echo "$HOSTNAME" | sed "s/.*-//") /etc/confluent/docker/run', '7'],
    ['KAFKA_BROKER_ID=${HOSTNAME#kafka-}; export KAFKA_BROKER_ID\n/etc/confluent/docker/run', '7'],
    [
      'if [ -z "$KAFKA_BROKER_ID" ]; then export KAFKA_BROKER_ID="${HOSTNAME##*-}"; fi; /etc/confluent/docker/run',
      '7',
    ],
    ['[[ $HOSTNAME =~ -([0-9]+)$ ]] && KAFKA_BROKER_ID=${BASH_REMATCH[1]} /etc/confluent/docker/run', '7'],
    ["env KAFKA_BROKER_ID=`hostname | awk -F- '{print $NF}'` /etc/confluent/docker/run", '7'],
    [
      "export KAFKA_BROKER_ID=$(hostname | sed -E 's/^[a-z]+-([0-9]+)$/\\1/') && /etc/confluent/docker/run",
      '7',
    ],
    ['export KAFKA_BROKER_ID=$(hostname | tr -d "a-z-") && /etc/confluent/docker/run', '7'],
  ])('%s', async (script, id) => {
    const result = await sh(script, { hostname: 'kafka-7', env: { HOSTNAME: 'kafka-7' }, programs });
    expect(result).toMatchObject({
      code: 0,
      stdout: `[["/etc/confluent/docker/run"],"${id}"]\n`,
      stderr: '',
    });
  });

  it.each([
    ['echo a b   c', 'a b c\n'],
    ['echo "a  b" \'$HOME\' "$HOME"', 'a  b $HOME /home/appuser\n'],
    ['X="a b"; echo $X "$X"', 'a b a b\n'],
    ['X="1  2"; printf "<%s>" $X "$X"', '<1><2><1  2>'],
    ['printf "<%s>" "" $EMPTY "$EMPTY"', '<><>'],
    ['echo ${X:-none} ${X-none} ${HOME:+some} ${#HOME}', 'none none some 13\n'],
    ['X=a.b.c; echo ${X%.*} ${X%%.*} ${X#*.} ${X##*.}', 'a.b a b.c c\n'],
    ['echo ${X:=set} $X', 'set set\n'],
    ['true && echo yes || echo no', 'yes\n'],
    ['false && echo yes || echo no', 'no\n'],
    ['! false && echo negated', 'negated\n'],
    ['false; echo $?', '1\n'],
    ['X=$(exit 3); echo $?', '3\n'],
    ['echo one; echo two # three', 'one\ntwo\n'],
    ['echo a#b', 'a#b\n'],
    ['for i in 1 2 3; do echo $i; done', '1\n2\n3\n'],
    ['for i in a b c; do if [ $i = b ]; then continue; fi; echo $i; done', 'a\nc\n'],
    ['i=x; while [ $i != xxxx ]; do i=x$i; done; echo $i', 'xxxx\n'],
    ['if false; then echo 1; elif true; then echo 2; else echo 3; fi', '2\n'],
    ['(X=inner; echo $X); echo ${X:-outer}', 'inner\nouter\n'],
    ['{ echo a; echo b; } | wc -l', '2\n'],
    ['echo "nested $(echo "in $(echo deep)")"', 'nested in deep\n'],
    ['echo `echo \\`echo deep\\``', 'deep\n'],
    ['echo hidden > /dev/null; echo shown', 'shown\n'],
    ['echo kept > /tmp/f; echo more >> /tmp/f; cat /tmp/f', 'kept\nmore\n'],
    ['missing 2>/dev/null || echo caught', 'caught\n'],
    ['echo to-err >&2; echo ok', 'ok\n'],
    ['eval "echo a; echo b"', 'a\nb\n'],
    ['command -v kafka-none || echo absent', 'absent\n'],
    ['set -- a "b c"; echo $# $2; for x in "$@"; do echo "<$x>"; done', '2 b c\n<a>\n<b c>\n'],
    ['echo a \\\n  b', 'a b\n'],
    ['printf "%s=%d\\n" a 1 b 2', 'a=1\nb=2\n'],
    ['echo "a:b:c" | cut -d: -f1,3', 'a:c\n'],
    ["printf 'x y\\nz w\\n' | awk '/z/ {print $2 \"-\" $1}'", 'w-z\n'],
    ['seq 100000 | head -n 2', '1\n2\n'],
    ['printf "b\\na\\n" | grep -c a', '1\n'],
    ['echo abc | sed s/b/X/', 'aXc\n'],
    ['cat /dev/null; echo end', 'end\n'],
    ['test 3 -gt 2 -a "$HOME" != "" && echo both', 'both\n'],
    ['X=1 env | grep ^X=', 'X=1\n'],
    ["export A=1; sh -c 'echo $A $0 $1' name arg", '1 name arg\n'],
    ['set -e; if false; then :; fi; echo on; false; echo never', 'on\n'],
    ['echo $(printf "a\\n\\n\\n")b', 'ab\n'],
    ['echo "$(echo ")")"', ')\n'],
    ['cd /nowhere 2>/dev/null; echo *none', '*none\n'],
    ['basename /a/b.txt .txt; dirname /a/b.txt', 'b\n/a\n'],
  ])('%s', async (script, stdout) => {
    expect((await sh(script)).stdout).toBe(stdout);
  });

  it.each([
    ['nothere', 127, 'sh: line 1: nothere: command not found\n'],
    ['true\nfalse\n  nothere a b', 127, 'sh: line 3: nothere: command not found\n'],
    ['echo "open', 2, expect.stringContaining('unexpected EOF while looking for matching `"\'')],
    ['if true; then echo', 2, 'sh: -c: line 1: syntax error: unexpected end of file\n'],
    ['echo a && && echo b', 2, expect.stringContaining("syntax error near unexpected token `&&'")],
    ['cat < /nothere', 1, 'sh: line 1: /nothere: No such file or directory\n'],
    ['echo ${X:?is missing}; echo never', 127, 'sh: line 1: X: is missing\n'],
    ['set -u; echo $NOPE', 127, 'sh: line 1: NOPE: unbound variable\n'],
    ['set -o nonsense', 2, 'sh: line 1: set: nonsense: invalid option name\n'],
    ['trap x NOSIGNAL', 1, 'sh: line 1: trap: NOSIGNAL: invalid signal specification\n'],
    ['trap x DEBUG', 1, expect.stringContaining('not supported by the shell of the embedded image')],
    ['coproc cat', 2, expect.stringContaining('coproc is not supported')],
    ['wget x', 127, expect.stringContaining('not in the embedded one')],
    ['ls --nonsense', 2, "ls: unrecognized option '--nonsense'\n"],
    ["grep '(a)\\1' x -E", 2, expect.stringContaining('not supported')],
    ['export 1a=2', 1, "sh: line 1: export: `1a=2': not a valid identifier\n"],
    ['exit 300', 44, ''],
    ['awk "BEGIN {x=}"', 2, expect.stringContaining('syntax error')],
  ])('refuses %s', async (script, code, stderr) => {
    expect(await sh(script)).toMatchObject({ code, stderr });
  });

  it('ends a producer whose reader has read enough', async () => {
    const result = await sh('sleep infinity | true; echo went on');
    expect(result).toMatchObject({ code: 0, stdout: 'went on\n' });
  });

  it('stops wherever it is when it is killed', async () => {
    const control = new AbortController();
    const running = sh('while true; do sleep 0.01; done', { killed: control.signal });
    control.abort();
    expect((await running).code).toBe(137);
  });

  it('reads commands from stdin, including commands of several lines', async () => {
    const { runProgram } = await import('./run-shell.ts');
    const result = await runProgram(['bash'], {
      stdin: 'echo a\nif true; then\necho b\nfi\nnothere\nexit 5\necho never\n',
    });
    expect(result).toEqual({
      code: 5,
      stdout: 'a\nb\n',
      stderr: 'bash: line 5: nothere: command not found\n',
    });
  });

  it('a command line that calls itself ends instead of exhausting memory', async () => {
    const result = await sh('X=\'sh -c "$X"\'; export X; eval "$X"');
    expect(result.code).not.toBe(0);
  });

  it('parses any text to a syntax error or a script', () => {
    const word = fc.constantFrom(
      'echo',
      'if',
      'then',
      'fi',
      'for',
      'do',
      'done',
      '$(',
      ')',
      '`',
      '"',
      "'",
      '${',
      '}',
      '|',
      '&&',
      ';',
      '\n',
      '$x',
      '>',
      '2>&1',
      '\\',
      '#',
      '{',
      '(',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((words) => words.join(' ')),
        ),
        (text) => {
          try {
            parseScript(text);
          } catch (error) {
            expect(error).toBeInstanceOf(ShellSyntaxError);
          }
        },
      ),
      { numRuns: 500, seed: 20_261_122 },
    );
  });
});
