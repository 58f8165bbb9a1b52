import type { MainProcess, Program } from '../program.ts';
import { writeText } from '../streams.ts';

const numbers: Readonly<Record<string, number>> = { HUP: 1, INT: 2, KILL: 9, TERM: 15, CONT: 18, STOP: 19 };

/**
 * `kill [-SIGNAL
 * -s SIGNAL] PID...`, where PID 1 is the container's main process: the way to inject broker faults. PID 1 of a real container ignores
 * KILL and STOP from inside; here they act like a kill on the node.
 */
export const kill: Program = async (context) => {
  const words = context.argv.slice(1);
  let signal: string | undefined = 'TERM';
  if (words[0] === '-l') {
    await writeText(context.stdout, `${Object.keys(numbers).join(' ')}\n`);
    return 0;
  }
  if (words[0] === '-s') {
    words.shift();
    signal = signalName(words.shift() ?? '');
  } else if (words[0]?.startsWith('-') && words[0] !== '--') signal = signalName(words.shift()!.slice(1));
  if (words[0] === '--') words.shift();
  if (signal === undefined || words.length === 0) {
    await writeText(
      context.stderr,
      'Usage: kill [-s SIGNAL | -SIGNAL] PID...  (SIGNAL: 0, TERM, KILL, STOP, CONT)\n',
    );
    return 1;
  }
  let code = 0;
  for (const word of words) {
    const problem = word === '1' ? deliver(signal, context.container.main) : 'No such process';
    if (problem === undefined) continue;
    await writeText(context.stderr, `kill: (${word}) - ${problem}\n`);
    code = 1;
  }
  return code;
};

/** `9`, `KILL` and `SIGKILL` are the same; undefined for an unsupported signal. */
function signalName(word: string): string | undefined {
  const name = word.toUpperCase().replace(/^SIG/, '');
  if (name === '0' || name in numbers) return name;
  return Object.keys(numbers).find((known) => String(numbers[known]) === name);
}

function deliver(signal: string, main: MainProcess | undefined): string | undefined {
  if (main === undefined) return 'No such process';
  const { standStill } = main;
  if (signal === 'KILL') main.kill();
  else if (signal === 'STOP' || signal === 'CONT') {
    if (standStill === undefined) return 'Operation not permitted';
    if (signal === 'STOP') standStill.pause();
    else standStill.resume();
  } else if (signal !== '0') main.terminate();
  return undefined;
}
