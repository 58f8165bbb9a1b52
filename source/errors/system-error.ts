/** A system error in plain words. */
export interface SystemRefusal {
  /** Node's code: `ENOSPC`. */
  readonly code: string;
  /** What was wrong, short: `disk full`. */
  readonly wrong: string;
  /** What to do about it: one clause. */
  readonly todo: string;
}

/** Node's codes, each with the problem and the remedy. The only place that translates them. */
const refusals: Readonly<Record<string, readonly [wrong: string, todo: string]>> = {
  ENOSPC: ['disk full', 'free some space on the disk'],
  EDQUOT: ['disk full: the quota is used up', 'delete files, or request a larger quota'],
  EFBIG: ['file too large', 'raise the limit with `ulimit -f unlimited`'],
  EROFS: ['read-only file system', 'mount it writable, or choose another place'],
  EACCES: ['permission denied', 'check its permissions with `ls -ld`'],
  EPERM: ['operation not permitted', 'check its owner with `ls -ld`'],
  EMFILE: ['too many open files', 'raise the limit with `ulimit -n 1024`'],
  ENFILE: ['too many open files on this machine', 'close other programs'],
  ENOTDIR: ['not a directory', 'move the file out of the way'],
  EISDIR: ['a directory, not a file', 'move the directory away'],
  EEXIST: ['something else has that name', 'move it away'],
  ELOOP: ['a loop of symbolic links', 'remove the links'],
  ENAMETOOLONG: ['path too long', 'choose a shorter one'],
  EIO: ['input/output error', 'check the disk: it may be failing'],
  ENXIO: ['a socket or a device, not a file', 'move it away'],
  ENODEV: ['no such device', 'move it away'],
  ENOENT: ['no such file or directory', 'check the path'],
};

/** Only this many characters of a path are shown. */
const longestPath = 4096;

/**
 * A Node error in plain words; undefined for any other error. A missing program or an unavailable port
 * is not about files: its own message says more.
 */
export function explainSystemError(error: unknown): SystemRefusal | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, syscall = '' } = error as NodeJS.ErrnoException;
  if (code === undefined || !Object.hasOwn(refusals, code)) return undefined;
  const outOfDescriptors = code === 'EMFILE' || code === 'ENFILE';
  if (/^(?:spawn|connect|listen|bind|kill|getaddrinfo)/.test(syscall) && !outOfDescriptors) return undefined;
  const [wrong, todo] = refusals[code] as (typeof refusals)[string];
  return { code, wrong, todo };
}

/** One line: `disk full (ENOSPC) at \`/home/me/x\``; undefined for an error that is not the system's. */
export function describeSystemError(error: unknown): string | undefined {
  const refusal = explainSystemError(error);
  if (refusal === undefined) return undefined;
  const { path } = error as NodeJS.ErrnoException;
  const where =
    typeof path === 'string' && path !== ''
      ? ` at \`${path.slice(0, longestPath).replaceAll('\n', ' ')}\``
      : '';
  return `${refusal.wrong} (${refusal.code})${where}`;
}
