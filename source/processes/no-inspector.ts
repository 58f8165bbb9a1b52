/**
 * Node opens its inspector on SIGUSR1: a port on which every local program may run code in this process, and a line over the screen. A listener
 * takes the signal from it. Whoever starts Node with an option for the inspector wants it. Windows has no such signal.
 */
export function refuseInspector(
  options: readonly string[] = [...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(' ')],
): void {
  if (!options.some((option) => option.startsWith('--inspect'))) process.on('SIGUSR1', () => {});
}
