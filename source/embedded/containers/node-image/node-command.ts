import { PathError } from '../../paths/path-error.ts';
import { isHarmlessNodeOption } from '../process/manifest-environment.ts';
import { directoryBehind } from '../shell/mounts.ts';

/** The command of a node image container, as arguments for a Node of this machine. */
export type NodeCommand =
  | { readonly kind: 'program'; readonly words: readonly string[] }
  /** The program is in no mount, so it does not exist in the container. */
  | { readonly kind: 'absent'; readonly program: string }
  /** A Node option that affects this machine: it reads or writes files, opens a port, or grants permissions. */
  | { readonly kind: 'bad-option'; readonly option: string }
  /** The image lacks this program. */
  | { readonly kind: 'foreign'; readonly program: string };

/** Node options that take the next word as their value. */
const withValue = new Set([
  '-e',
  '--eval',
  '-p',
  '--print',
  '-pe',
  '-r',
  '--require',
  '--import',
  '-C',
  '--conditions',
]);
const evaluates = new Set(['-e', '--eval', '-p', '--print', '-pe']);
const preloads = new Set(['-r', '--require', '--import']);
/** Other options allowed before the program; unknown ones are refused. */
const known =
  /^(?:--|-[vhc]|--(?:version|help|check)|--(?:eval|print|conditions|input-type)=[\s\S]*|--(?:no-)?experimental-(?:strip-types|transform-types|vm-modules|require-module|detect-module|sqlite|websocket|fetch))$/;

const isKnown = (option: string): boolean => isHarmlessNodeOption(option) || known.test(option);

/**
 * Parses `node [options] program [arguments]` from a manifest's command and args. Paths covered by a mount become paths of this machine;
 * a program anywhere else does not exist: pods get nothing of this machine. Relative paths begin at `workingDir`; the image's own is the
 * root.
 */
export function readNodeCommand(
  command: readonly string[],
  args: readonly string[],
  mounts: Readonly<Record<string, string>>,
  workingDir = '/',
): NodeCommand {
  const all = [...command, ...args];
  // Without a command, the image's entry point passes words that are not a program to node.
  const words = command.length === 0 && (all[0] ?? '-').startsWith('-') ? all : all.slice(1);
  const program = all[0] ?? 'node';
  if (words.length === all.length - 1 && program.split('/').at(-1) !== 'node')
    return { kind: 'foreign', program };
  const inMount = (path: string): string | undefined => {
    try {
      return directoryBehind({ mounts }, absolutePath(path, workingDir));
    } catch (error) {
      if (error instanceof PathError) return undefined;
      throw error;
    }
  };
  const mapped: string[] = [];
  let isFound = false;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    const next = words[at + 1];
    const preload = /^(--require|--import)=(.*)$/.exec(word);
    if (isFound) mapped.push((word.startsWith('/') ? inMount(word) : undefined) ?? word);
    else if (preload) {
      const path = inMount(preload[2]!);
      if (path === undefined) return { kind: 'absent', program: preload[2]! };
      mapped.push(`${preload[1]}=${path}`);
    } else if (withValue.has(word) && next !== undefined) {
      at += 1;
      if (preloads.has(word)) {
        const path = inMount(next);
        if (path === undefined) return { kind: 'absent', program: next };
        mapped.push(word, path);
      } else mapped.push(word, next);
      if (evaluates.has(word)) isFound = true;
    } else if (word.startsWith('-')) {
      if (!isKnown(word)) return { kind: 'bad-option', option: word };
      mapped.push(word);
    } else {
      const path = inMount(word);
      if (path === undefined) return { kind: 'absent', program: word };
      mapped.push(path);
      isFound = true;
    }
  }
  return { kind: 'program', words: mapped };
}

/** A path of a program in its container. */
export function absolutePath(path: string, workingDir = '/'): string {
  return path.startsWith('/') ? path : `${workingDir === '/' ? '' : workingDir}/${path}`;
}
