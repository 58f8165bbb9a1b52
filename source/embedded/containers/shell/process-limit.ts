import type { ContainerContext } from './program.ts';

/** How many programs the shells of a container run now: a script that calls itself must come to an end. */
const running = new WeakMap<ContainerContext, number>();
const most = 200;

/** Counts a program in until the returned function is called; undefined: there are too many. */
export function countProcess(container: ContainerContext): (() => void) | undefined {
  const count = running.get(container) ?? 0;
  if (count >= most) return undefined;
  running.set(container, count + 1);
  return () => running.set(container, (running.get(container) ?? 1) - 1);
}
