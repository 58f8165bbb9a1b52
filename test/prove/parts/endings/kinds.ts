import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../../ui/until.ts';
import type { JobShell } from '../../pieces/job-shell.ts';
import { lookAt } from '../../pieces/process-table.ts';
import { pick } from '../../pieces/seeds.ts';
import { modesAtRest } from '../../pieces/terminal-modes.ts';
import { type Place, processOf } from './places.ts';
import type { Stage } from './stage.ts';

/** What must be true after the ending. */
export interface Expected {
  /** The allowed exit codes. */
  readonly codes: readonly number[];
  /** False if nothing can restore the terminal: after a SIGKILL, and if the terminal is gone. */
  readonly terminal: boolean;
  /** False after a SIGKILL, which leaves a stale lock to the next session. */
  readonly unlocked: boolean;
  /** True if the cluster was killed, and left a stale lock to the next one. */
  readonly clusterKilled?: boolean;
}

export interface Kind {
  readonly what: string;
  /** What a place must offer for this ending. */
  readonly needs: Place['has'];
  /** True if the clients must be a program of the learner's, under a shim. */
  readonly foreign?: boolean;
  /** True if no other terminal may be open: `closeTerminal` says why. */
  readonly runsAlone?: boolean;
  /** How the program runs in its terminal, one of these at random; by default as a shell's job. */
  readonly settings?: readonly JobShell['setting'][];
  end(stage: Stage): Promise<Expected>;
}

const orderly = (...codes: number[]): Expected => ({ codes, terminal: true, unlocked: true });

const signalled = (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGQUIT' | 'SIGKILL'): Kind => ({
  what: `${signal} of the screen`,
  needs: 'nothing',
  async end(stage) {
    process.kill(await stage.shell.program(), signal);
    const code = 128 + constants.signals[signal];
    return signal === 'SIGKILL' ? { codes: [code], terminal: false, unlocked: false } : orderly(code);
  },
});

const ctrlC = '\u0003';
const ctrlZ = '\u001a';

/** Stops the screen with ctrl-z; the terminal must be in the shell's state. */
async function suspend(stage: Stage): Promise<void> {
  stage.screen.type(ctrlZ);
  const { code, sameSettings } = await stage.shell.turn(10_000);
  if (code !== 128 + constants.signals.SIGTSTP) stage.complain(`ctrl-z gave the shell ${code}`);
  if (!sameSettings) stage.complain('ctrl-z leaves the terminal with other settings');
  for (const left of await modesAtRest(stage.screen)) stage.complain(`ctrl-z leaves ${left}`);
}

/** The screen runs, shows `wanted`, and can be quit. */
async function livesAndSays(stage: Stage, wanted: RegExp): Promise<Expected> {
  // The help page stands before what it says.
  await stage.screen.sees(wanted, 5_000).catch(() => stage.screen.type('\u001b'));
  await stage.screen.sees(wanted, 15_000).catch(() => stage.complain(`the screen never says ${wanted}`));
  if (!stage.shell.isRunning) stage.complain('the screen ended too');
  stage.screen.type(ctrlC);
  return orderly(0);
}

/** Where in its pod a client's process is: the words of its command line. */
const clientWords = ['pod-preload.cjs', 'clients.cjs'];

/** A pod whose program was killed has another one within 20 seconds. */
async function restarts(stage: Stage, killed: number, ...words: string[]): Promise<void> {
  const before = new Set(stage.run.find(...words).map(({ pid }) => pid));
  process.kill(killed, 'SIGKILL');
  await until(
    () => lookAt(killed) === undefined && stage.run.find(...words).some(({ pid }) => !before.has(pid)),
    () => 'no new one',
    20_000,
  ).catch(() => stage.complain('the pod is not started again'));
}

/** Signals a stopped job, as `kill %1` does, and collects its exit code once it has ended. dash notices that only with `fg`. */
const killStopped = (signal: string, target: string, pid: number): string =>
  `kill -${signal} ${target}; kill -CONT ${target}; while [ -e /proc/${pid} ] && ! grep -q ') Z' /proc/${pid}/stat; do sleep 0.05; done; fg`;

const afterSuspension = [
  { signal: 'TERM', code: 143 },
  { signal: 'HUP', code: 129 },
  { signal: 'INT', code: 130 },
  { signal: 'QUIT', code: 131 },
] as const;

export const kinds: readonly Kind[] = [
  signalled('SIGINT'),
  signalled('SIGTERM'),
  signalled('SIGHUP'),
  signalled('SIGQUIT'),
  signalled('SIGKILL'),
  {
    what: 'a closed terminal',
    needs: 'nothing',
    runsAlone: true,
    settings: ['alone', 'hangsUp', 'staysOn'],
    async end(stage) {
      await stage.shell.program();
      stage.screen.closeTerminal();
      return { codes: [129], terminal: false, unlocked: true };
    },
  },
  {
    what: 'ctrl-c',
    needs: 'screen',
    async end(stage) {
      stage.screen.type(ctrlC);
      return orderly(0);
    },
  },
  {
    what: 'ctrl-z, fg, ctrl-c',
    needs: 'screen',
    async end(stage) {
      await suspend(stage);
      await delay(stage.random.below(300));
      stage.shell.line('fg');
      await until(() => stage.screen.alternate(), stage.screen.text, 10_000).catch(() =>
        stage.complain('fg does not bring the screen back'),
      );
      stage.screen.type(ctrlC);
      // The modes of the terminal are set twice: a ctrl-c in between is not a key but the terminal's SIGINT.
      return orderly(0, 130);
    },
  },
  {
    what: 'ctrl-z, kill',
    needs: 'screen',
    async end(stage) {
      const pid = await stage.shell.program();
      await suspend(stage);
      const { signal, code } = pick(stage.random, afterSuspension);
      stage.shell.line(killStopped(signal, pick(stage.random, ['%1', String(pid)]), pid));
      return orderly(code);
    },
  },
  {
    what: 'ctrl-z, SIGKILL',
    needs: 'screen',
    async end(stage) {
      const pid = await stage.shell.program();
      await suspend(stage);
      const target = pick(stage.random, ['%1', String(pid)]);
      stage.shell.line(killStopped('KILL', target, pid));
      // `%1` is the whole job, with the cluster in it.
      return { codes: [137], terminal: false, unlocked: false, clusterKilled: target === '%1' };
    },
  },
  {
    what: 'SIGKILL of the cluster',
    needs: 'cluster',
    async end(stage) {
      process.kill(await processOf(stage, 'embedded.cjs'), 'SIGKILL');
      return { ...(await livesAndSays(stage, /embedded \S+ gone/)), clusterKilled: true };
    },
  },
  {
    what: 'SIGKILL of a client',
    needs: 'clients',
    async end(stage) {
      await restarts(stage, await processOf(stage, ...clientWords), ...clientWords);
      return livesAndSays(stage, /embedded \S+ ready/);
    },
  },
  {
    what: 'SIGKILL of a shim of a client',
    needs: 'clients',
    foreign: true,
    async end(stage) {
      const shim = await processOf(stage, 'foreign-shim.cjs');
      // Everything below the shim must end with it: the program, and its children in other sessions.
      const below = stage.run.look().filter(({ parent }) => parent === shim);
      const ofBelow = stage.run.look().filter(({ parent }) => below.some(({ pid }) => pid === parent));
      await restarts(stage, shim, 'foreign-shim.cjs');
      for (const { pid, startedAt, command } of [...below, ...ofBelow]) {
        await until(
          () => lookAt(pid)?.startedAt !== startedAt,
          () => '',
          5_000,
        ).catch(() => stage.complain(`\`${command.slice(0, 80)}\` outlives its shim`));
      }
      return livesAndSays(stage, /embedded \S+ ready/);
    },
  },
];
