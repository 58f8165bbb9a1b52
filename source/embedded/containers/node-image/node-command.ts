import { PathError } from '../../paths/path-error.ts';
import { isHarmlessNodeOption } from '../process/manifest-environment.ts';
import { directoryBehind } from '../shell/mounts.ts';

/** What a container from the node image runs, as words for a Node of this machine. */
export type NodeCommand =
  | { readonly kind: 'program'; readonly words: readonly string[] }
  /** The program is in no mount, so the container does not have it. */
  | { readonly kind: 'absent'; readonly program: string }
  /** An option of node's that reaches this machine: it reads or writes files of it, opens a port, or gives rights. */
  | { readonly kind: 'bad-option'; readonly option: string }
  /** The image has no such program. */
  | { readonly kind: 'foreign'; readonly program: string };

/** Options of node whose value is the next word. */
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
/** What else may stand before the program; anything that is not known is refused. */
const known =
  /^(?:--|-[vhc]|--(?:version|help|check)|--(?:eval|print|conditions|input-type)=[\s\S]*|--(?:no-)?experimental-(?:strip-types|transform-types|vm-modules|require-module|detect-module|sqlite|websocket|fetch))$/;

const isKnown = (option: string): boolean => isHarmlessNodeOption(option) || known.test(option);

/**
 * Reads `node [options] program [arguments]`, as a manifest's command and args give it. Paths that a mount covers become paths of
 * this machine; a program anywhere else is absent: nothing of this machine is handed to a pod.
 */
export function readNodeCommand(
  command: readonly string[],
  args: readonly string[],
  mounts: Readonly<Record<string, string>>,
): NodeCommand {
  const all = [...command, ...args];
  // Without a command, the image's entry point takes words that start with no program as node's own.
  const words = command.length === 0 && (all[0] ?? '-').startsWith('-') ? all : all.slice(1);
  const program = all[0] ?? 'node';
  if (words.length === all.length - 1 && program.split('/').at(-1) !== 'node')
    return { kind: 'foreign', program };
  // The image's working directory is the root.
  const inMount = (path: string): string | undefined => {
    try {
      return directoryBehind({ mounts }, path);
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
