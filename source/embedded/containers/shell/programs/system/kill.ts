import { processesOf } from '../../processes.ts';
import type { Program, ProgramContext } from '../../program.ts';
import { signalName, signalNames, signalNumber } from '../../signals.ts';
import { writeText } from '../../streams.ts';
import { complain } from '../tool/tool.ts';

const usage = 'usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]';

/** `kill [-SIGNAL | -s SIGNAL] PID...`, where PID 1 is the container's main process: the way to break a broker. */
export const kill: Program = async (context) => {
  const words = context.argv.slice(1);
  let number: number | undefined = 15;
  if (words[0] === '-l' || words[0] === '-L') return await list(context, words.slice(1));
  if (words[0] === '-s' || words[0] === '-n') {
    number = signalNumber(words[1] ?? '');
    if (number === undefined) return await wrongSignal(context, words[1] ?? '');
    words.splice(0, 2);
  } else if (/^-[A-Za-z0-9]/.test(words[0] ?? '')) {
    number = signalNumber(words[0]!.slice(1));
    if (number === undefined) return await wrongSignal(context, words[0]!.slice(1));
    words.shift();
  }
  if (words[0] === '--') words.shift();
  if (words.length === 0) {
    await writeText(context.stderr, `${usage}\n`);
    return 2;
  }
  let code = 0;
  for (const word of words) {
    if (!/^-?\d{1,10}$/.test(word)) {
      await complain(context, `${word}: arguments must be process or job IDs`);
      code = 1;
      continue;
    }
    const problem = deliver(context, Math.abs(Number(word)), number);
    if (problem === undefined) continue;
    await complain(context, `(${word}) - ${problem}`);
    code = 1;
  }
  return code;
};

async function wrongSignal(context: ProgramContext, text: string): Promise<number> {
  await complain(context, `${text}: invalid signal specification`);
  return 1;
}

function deliver(context: ProgramContext, pid: number, number: number): string | undefined {
  const process = processesOf(context.container).find(pid);
  if (process) return process.deliver(number);
  // Beside a container's own process, which is not ours.
  const { main } = context.container;
  if (pid !== 1 || main === undefined) return 'No such process';
  if (number === 9) main.kill();
  else if (number !== 0) main.terminate();
  return undefined;
}

async function list(context: ProgramContext, words: readonly string[]): Promise<number> {
  if (words.length === 0) {
    const cells = signalNames.map((name, index) => `${String(index + 1).padStart(2)}) SIG${name}`);
    const rows = Array.from({ length: Math.ceil(cells.length / 5) }, (_, row) =>
      cells.slice(row * 5, row * 5 + 5).join('\t'),
    );
    await writeText(context.stdout, `${rows.join('\n')}\n`);
    return 0;
  }
  for (const word of words) {
    const number = /^\d+$/.test(word) ? Number(word) & 127 : undefined;
    const text = number === undefined ? signalNumber(word) : signalName(number);
    if (text === undefined) return await wrongSignal(context, word);
    await writeText(context.stdout, `${text}\n`);
  }
  return 0;
}
