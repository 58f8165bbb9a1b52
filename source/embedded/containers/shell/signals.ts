/** The signals of Linux by name, in the order of their numbers. */
const names =
  'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'.split(
    ' ',
  );

export const signal = { hup: 1, int: 2, quit: 3, kill: 9, pipe: 13, term: 15, cont: 18, stop: 19 } as const;

export const signalNames: readonly string[] = names;

/** `9`, `KILL`, `SIGKILL` and `kill` are the same; undefined for an unknown one. 0 only asks whether the process is there. */
export function signalNumber(text: string): number | undefined {
  if (/^\d{1,2}$/.test(text)) return Number(text) <= names.length ? Number(text) : undefined;
  const at = names.indexOf(text.toUpperCase().replace(/^SIG/, ''));
  return at < 0 ? undefined : at + 1;
}

export function signalName(number: number): string | undefined {
  return names[number - 1];
}

/** Signals that do nothing to a process without a handler. */
export const harmless: ReadonlySet<number> = new Set([17, 18, 23, 28]);
