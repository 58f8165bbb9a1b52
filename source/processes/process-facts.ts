import { procStat, showsOwnProcesses } from './proc-stat.ts';
import { type System, thisSystem } from './system.ts';

/** What the operating system reports about a pid now. */
export type ProcessFacts =
  /** No such process, or one that has ended and waits to be reaped. */
  | { readonly kind: 'gone' }
  | {
      readonly kind: 'running';
      /** Linux: the boot and the clock tick in which it started. Exact, and untouched by changes of the clock. */
      readonly mark?: string;
      /** ms since the epoch, to about a second; by the clock as it is now on Linux, as it was at the start elsewhere. */
      readonly startedAt?: number;
      /** The path of its executable, where that can be told. */
      readonly program?: string;
      /** It was stopped by SIGSTOP or by a debugger, and does nothing until it is continued. Windows does not say. */
      readonly isStopped?: true;
    }
  /** The process exists, but its start time is unknown. `another`: it belongs to another user. */
  | { readonly kind: 'hidden'; readonly another: boolean };

const gone: ProcessFacts = { kind: 'gone' };
/** Clock ticks in a second as Linux reports them to programs (`USER_HZ`), whatever the kernel's own rate is. */
const ticksPerSecond = 100;

/** Asks the operating system about a process. `pid` must be a positive integer. */
export function factsOf(pid: number, system: System = thisSystem): ProcessFacts {
  const presence = system.presence(pid);
  if (presence === 'none') return gone;
  const facts = read(pid, system);
  if (facts !== undefined) return facts;
  // It may have ended between the two questions.
  const now = system.presence(pid);
  return now === 'none' ? gone : { kind: 'hidden', another: now === 'forbidden' };
}

function read(pid: number, system: System): ProcessFacts | undefined {
  if (system.platform === 'win32') return readWindows(pid, system);
  if (!showsOwnProcesses(system)) return readPs(pid, system);
  return readProc(pid, system);
}

function readProc(pid: number, system: System): ProcessFacts | undefined {
  const stat = procStat(pid, system);
  if (stat === undefined) return undefined;
  const { state, startTick } = stat;
  if (state === 'Z' || state === 'X') return gone;
  const boot = system.readFile('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  const uptime = Number(system.readFile('/proc/uptime')?.split(' ')[0] ?? Number.NaN);
  const startedAt = system.now() - (uptime - Number(startTick) / ticksPerSecond) * 1_000;
  const program = system.readLink(`/proc/${pid}/exe`);
  return {
    kind: 'running',
    mark: `${boot}/${startTick}`,
    ...(Number.isFinite(startedAt) ? { startedAt } : {}),
    ...(program === undefined ? {} : { program }),
    ...(/^[Tt]$/.test(state) ? { isStopped: true } : {}),
  };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** macOS and the BSDs: `Ss   Sat Nov 28 19:50:01 2026 /usr/local/bin/node`, in UTC and English because we ask for both. */
function readPs(pid: number, system: System): ProcessFacts | undefined {
  const environment = { LC_ALL: 'C', TZ: 'UTC0' };
  const args = ['-o', 'stat=', '-o', 'lstart=', '-o', 'comm=', '-p', String(pid)];
  const said = system.run('/bin/ps', args, environment) ?? system.run('/usr/bin/ps', args, environment);
  const match = /^\s*(\S+)\s+\w{3}\s+(\w{3})\s+(\d+)\s+(\d+):(\d+):(\d+)\s+(\d{4})\s+(.+?)\s*$/.exec(
    said ?? '',
  );
  if (match === null) return undefined;
  const [, state = '', month = '', ...rest] = match;
  if (state.startsWith('Z')) return gone;
  const [day = 0, hour = 0, minute = 0, second = 0, year = 0] = rest.slice(0, 5).map(Number);
  const program = rest[5] ?? '';
  const startedAt = Date.UTC(year, months.indexOf(month), day, hour, minute, second);
  if (!months.includes(month)) return undefined;
  return { kind: 'running', startedAt, program, ...(state.startsWith('T') ? { isStopped: true } : {}) };
}

/** Windows counts in units of 100 ns from 1601. */
const fileTimeOfEpoch = 116_444_736_000_000_000n;

function readWindows(pid: number, system: System): ProcessFacts | undefined {
  const shell = `${system.windowsDirectory}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`;
  const question = `(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}').CreationDate.ToFileTimeUtc()`;
  const said = system.run(shell, ['-NoProfile', '-NonInteractive', '-Command', question], undefined)?.trim();
  if (said === undefined || !/^\d{17,19}$/.test(said)) return undefined;
  return { kind: 'running', startedAt: Number((BigInt(said) - fileTimeOfEpoch) / 10_000n) };
}
