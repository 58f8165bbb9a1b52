import { spawn } from 'node:child_process';

/*
 * A program with an /etc/hosts of its own, on Linux and without root: it runs in a user and mount namespace where another file is mounted
 * over that of the machine (https://man7.org/linux/man-pages/man7/user_namespaces.7.html). Some systems forbid it (containers, AppArmor),
 * which shows only when it is tried.
 */

export interface OwnHosts {
  /** What to put before a command whose first word is `program`. */
  before(files: OwnFiles, program: string): readonly string[];
}

export interface OwnFiles {
  /** Becomes /etc/hosts. */
  readonly hosts: string;
  /** Becomes /etc/nsswitch.conf, if there is one. */
  readonly nameService?: string;
}

const trialMs = 3_000;

const asRoot = ['unshare', '--mount'];
const asUser = ['unshare', '--user', '--map-root-user', '--mount'];
const script = [
  'mount --bind "$1" /etc/hosts || exit 125',
  'if [ -n "$2" ] && [ -e /etc/nsswitch.conf ]; then mount --bind "$2" /etc/nsswitch.conf || exit 125; fi',
  'command -v "$3" >/dev/null 2>&1 || { echo "exec $3 failed: no such file or directory" >&2; exit 127; }',
  'shift 3',
  'exec "$@"',
].join('; ');

/** From the most faithful to the least: in the second, the program has its user's own id again; in the third it believes to be root. */
function recipes(): OwnHosts[] {
  const uid = process.getuid?.() ?? 0;
  const gid = process.getgid?.() ?? 0;
  const again = ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`];
  const recipe = (outer: readonly string[], inner: readonly string[]): OwnHosts => ({
    before: ({ hosts, nameService = '' }, program) => [
      ...[...outer, 'sh', '-c', script, 'sh', hosts, nameService, program],
      ...inner,
    ],
  });
  return [...(uid === 0 ? [recipe(asRoot, [])] : []), recipe(asUser, again), recipe(asUser, [])];
}

/** How a program gets a hosts file of its own on this machine; undefined if it cannot. Takes some 20 ms of other processes. */
export async function findOwnHosts(): Promise<OwnHosts | undefined> {
  if (process.platform !== 'linux') return undefined;
  for (const recipe of recipes()) if (await works(recipe)) return recipe;
  return undefined;
}

/** Tries it with a file that every Linux has. */
function works(recipe: OwnHosts): Promise<boolean> {
  const other = '/etc/passwd';
  const [command = '', ...args] = [
    ...recipe.before({ hosts: other, nameService: other }, 'sh'),
    'sh',
    '-c',
    `[ /etc/hosts -ef ${other} ]`,
  ];
  return new Promise((resolve) => {
    const trial = spawn(command, args, { stdio: 'ignore', timeout: trialMs, killSignal: 'SIGKILL' });
    trial.once('error', () => resolve(false));
    trial.once('close', (code) => resolve(code === 0));
  });
}
