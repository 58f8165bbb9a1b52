/** Resolves once `holds` returns true; checks in every turn of the event loop, and fails with `describe` after `withinMs`. */
export async function until(holds: () => boolean, describe: () => string, withinMs = 10_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!holds()) {
    if (performance.now() > deadline)
      throw new Error(`the condition did not hold within ${withinMs} ms:\n${describe()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
