import type { FileAbout } from '../files/file-about.ts';
import { type ProgramContext, pathOf } from '../program.ts';
import { isTerminal } from '../terminal.ts';

/** `-f FILE` and the like; undefined for an operator that is none of them. */
export function fileTest(context: ProgramContext, operator: string, value: string): boolean | undefined {
  const { files } = context.container;
  const path = pathOf(context, value);
  const about = (follow = true): FileAbout | undefined =>
    value === '' ? undefined : files.find(path, follow);
  switch (operator) {
    case '-e':
    case '-a':
      return about() !== undefined;
    case '-f':
      return about()?.kind === 'file';
    case '-d':
      return about()?.kind === 'directory';
    case '-h':
    case '-L':
      return about(false)?.kind === 'link';
    case '-s':
      return (about()?.size ?? 0) > 0;
    case '-r':
      return value !== '' && files.allows(path, 4);
    case '-w':
      return value !== '' && files.allows(path, 2);
    case '-x':
      return value !== '' && files.allows(path, 1);
    case '-c':
      return about()?.kind === 'device';
    case '-b':
    case '-p':
    case '-S':
      return false;
    case '-u':
      return ((about()?.mode ?? 0) & 0o4000) !== 0;
    case '-g':
      return ((about()?.mode ?? 0) & 0o2000) !== 0;
    case '-k':
      return ((about()?.mode ?? 0) & 0o1000) !== 0;
    case '-O':
      return about()?.uid === files.user.uid;
    case '-G':
      return about()?.gid === files.user.gid;
    case '-N':
      return (about()?.modified ?? 0) > (about()?.accessed ?? 0);
    case '-t':
      return /^[012]$/.test(value) && isTerminal(context.stdin);
    default:
      return undefined;
  }
}

interface Files {
  readonly files: ProgramContext['container']['files'];
  readonly cwd: string;
}

/** `-nt`, `-ot` and `-ef`; undefined for another operator. */
export function compareFiles(
  where: Files,
  operator: string,
  left: string,
  right: string,
): boolean | undefined {
  if (!['-nt', '-ot', '-ef'].includes(operator)) return undefined;
  const [a, b] = [left, right].map((path) => where.files.find(pathOf(where, path)));
  if (operator === '-ef') return a !== undefined && b !== undefined && a.id === b.id && a.device === b.device;
  const [newer, older] = operator === '-nt' ? [a, b] : [b, a];
  return newer !== undefined && (older === undefined || newer.modified > older.modified);
}
