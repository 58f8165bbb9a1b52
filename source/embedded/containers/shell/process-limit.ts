import type { ContainerContext } from './program.ts';

/** How many programs a container's shells may run at once: a script that calls itself must end. */
const running = new WeakMap<ContainerContext, number>();
const most = 200;

/** Counts a program until the returned function is called; undefined: the limit is reached. */
export function countProcess(container: ContainerContext): (() => void) | undefined {
  const count = running.get(container) ?? 0;
  if (count >= most) return undefined;
  running.set(container, count + 1);
  return () => running.set(container, (running.get(container) ?? 1) - 1);
}
