import type { Descriptors } from '../language/descriptors.ts';
import type { Job } from '../language/jobs.ts';
import { quotedAlways } from '../language/quote.ts';
import type { ShellCore } from '../language/shell-core.ts';
import { exitStatusOf, Traps } from '../language/traps.ts';
import { signalName } from '../signals.ts';
import { writeText } from '../streams.ts';
import { type Builtin, fail, wrongOption } from './builtin.ts';

async function trap(...[shell, argv, open]: Parameters<Builtin>): Promise<number> {
  const words = argv.slice(1);
  if (words[0] === '-l') {
    await writeText(
      open.stdout,
      `${Array.from({ length: 31 }, (_, index) => `${index + 1}) SIG${signalName(index + 1)}`).join('\n')}\n`,
    );
    return 0;
  }
  if (words[0] === '--') words.shift();
  if (words.length === 0 || words[0] === '-p') {
    const names = words.slice(1).map((word) => Traps.nameOf(word));
    for (const [name, action] of shell.traps.all())
      if (names.length === 0 || names.includes(name)) {
        const shownName = ['EXIT', 'ERR', 'DEBUG', 'RETURN'].includes(name) ? name : `SIG${name}`;
        await writeText(open.stdout, `trap -- ${quotedAlways(action)} ${shownName}\n`);
      }
    return 0;
  }
  if (words[0]?.startsWith('-') && words[0].length > 1) return await wrongOption(shell, open, argv, words[0]);
  // One word, or a number first: the signals get their default action back.
  const resets = words.length === 1 || words[0] === '-' || /^\d+$/.test(words[0]!);
  const action = resets ? undefined : words[0]!;
  const names = resets && words[0] !== '-' ? words : words.slice(1);
  let status = 0;
  for (const word of names) {
    const name = Traps.nameOf(word);
    if (name === undefined) status = await fail(shell, open, argv, `${word}: invalid signal specification`);
    else if (name === 'DEBUG' || name === 'RETURN')
      status = await fail(shell, open, argv, `${name}: not supported by the shell of the embedded image`);
    else shell.traps.set(name, action);
  }
  return status;
}

/** Waits for a job, unless a signal with a trap comes first or the shell ends. */
async function waitFor(shell: ShellCore, ended: Promise<number>): Promise<number> {
  const pending = shell.traps.whenPending();
  let abort = (): void => {};
  const aborted = new Promise<number>((resolve) => {
    abort = () => resolve(137);
    shell.killed.addEventListener('abort', abort, { once: true });
    if (shell.killed.aborted) abort();
  });
  try {
    return await Promise.race([ended, aborted, pending.came.then(() => exitStatusOf('TERM'))]);
  } finally {
    pending.stop();
    shell.killed.removeEventListener('abort', abort);
  }
}

async function wait(...[shell, argv, open]: Parameters<Builtin>): Promise<number> {
  const words = argv.slice(1);
  if (words[0] === '-n') {
    const running = shell.jobs
      .all()
      .filter((job) => words.length === 1 || words.includes(String(job.process.pid)));
    if (running.length === 0) return 127;
    const first = Promise.race(running.map(async (job) => ({ job, status: await job.ended })));
    const status = await waitFor(
      shell,
      first.then((one) => one.status),
    );
    const done = running.find((job) => job.status !== undefined);
    if (done) shell.jobs.forget(done);
    return status;
  }
  if (words[0]?.startsWith('-')) return await wrongOption(shell, open, argv, words[0]);
  if (words.length === 0) {
    for (const job of [...shell.jobs.all()]) {
      const status = await waitFor(shell, job.ended);
      if (shell.traps.isPending || shell.killed.aborted) return status;
      shell.jobs.forget(job);
    }
    return 0;
  }
  let status = 0;
  for (const word of words) {
    const job = shell.jobs.find(word);
    if (job !== undefined) {
      status = await waitFor(shell, job.ended);
      if (job.status !== undefined) shell.jobs.forget(job);
      continue;
    }
    const known = shell.jobs.statusOf(Number(word));
    if (known !== undefined) status = known;
    else if (/^%|^\d+$/.test(word)) {
      status = await fail(
        shell,
        open,
        argv,
        word.startsWith('%') ? `${word}: no such job` : `pid ${word} is not a child of this shell`,
        127,
      );
    } else status = await fail(shell, open, argv, `\`${word}': not a pid or valid job spec`);
  }
  return status;
}

function stateOf(job: Job): string {
  if (job.status === undefined) return 'Running';
  if (job.process.endedBy !== undefined) return job.process.endedBy === 15 ? 'Terminated' : 'Killed';
  return job.status === 0 ? 'Done' : `Exit ${job.status}`;
}

/** `[1]+  Running                 sleep 5 &` */
export function shownJob(shell: ShellCore, job: Job): string {
  const all = shell.jobs.all();
  const mark = job === all.at(-1) ? '+' : job === all.at(-2) ? '-' : ' ';
  return `[${job.number}]${mark}  ${stateOf(job).padEnd(24)}${job.source}${job.status === undefined ? ' &' : ''}\n`;
}

async function jobs(...[shell, argv, open]: Parameters<Builtin>): Promise<number> {
  const words = argv.slice(1);
  const option = words.find((word) => word.startsWith('-'));
  if (option !== undefined && !/^-[lprs]+$/.test(option)) return await wrongOption(shell, open, argv, option);
  for (const job of [...shell.jobs.all()]) {
    if (option?.includes('r') && job.status !== undefined) continue;
    const line = option?.includes('p')
      ? `${job.process.pid}\n`
      : option?.includes('l')
        ? shownJob(shell, job).replace('  ', ` ${job.process.pid} `)
        : shownJob(shell, job);
    await writeText(open.stdout, line);
    if (job.status !== undefined) shell.jobs.forget(job);
  }
  return 0;
}

async function kill(...[shell, argv, open]: Parameters<Builtin>): Promise<number> {
  const words: string[] = [];
  for (const word of argv) {
    if (!word.startsWith('%')) words.push(word);
    else {
      const job = shell.jobs.find(word);
      if (job === undefined) return await fail(shell, open, argv, `${word}: no such job`);
      words.push(String(job.process.pid));
    }
  }
  const program = shell.container.programs.get('kill');
  if (program === undefined) return await shell.runProgram(words, open);
  return await program({ ...shell.context(open), argv: words });
}

async function foreground(...[shell, argv, open]: Parameters<Builtin>): Promise<number> {
  const job = shell.jobs.find(argv[1] ?? '%%');
  if (job === undefined) return await fail(shell, open, argv, `${argv[1] ?? 'current'}: no such job`);
  await writeText(open.stdout, `${job.source}\n`);
  const status = await waitFor(shell, job.ended);
  if (job.status === undefined) job.process.deliver(2);
  shell.jobs.forget(job);
  return status;
}

async function disown(...[shell, argv, open]: Parameters<Builtin>): Promise<number> {
  const job = shell.jobs.find(argv[1] ?? '%%');
  if (job === undefined) return await fail(shell, open, argv, `${argv[1] ?? 'current'}: no such job`);
  shell.jobs.forget(job);
  return 0;
}

/** Tells about jobs that have ended, before a prompt. */
export async function tellJobs(shell: ShellCore, open: Descriptors): Promise<void> {
  for (const job of [...shell.jobs.all()]) {
    if (job.status === undefined) continue;
    await writeText(open.stderr, shownJob(shell, job));
    shell.jobs.forget(job);
  }
}

/** Builtins about signals and background jobs. */
export const jobControl: readonly (readonly [string, Builtin])[] = [
  ['trap', trap],
  ['wait', wait],
  ['jobs', jobs],
  ['kill', kill],
  ['fg', foreground],
  ['disown', disown],
];
