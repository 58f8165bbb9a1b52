/**
 * Ends with 129 in raw mode. Given two files, it does so while its terminal closes: after our own check of the terminal, and before Node
 * restores it. It makes the first file at that point, and waits for the second.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { guardExit } from '../../source/terminal/guard-exit.ts';

const [, , ready, closed] = process.argv;
guardExit();
process.on('SIGHUP', () => {});
process.stdin.setRawMode(true);
process.on('exit', () => {
  if (ready === undefined || closed === undefined) return;
  writeFileSync(ready, '');
  const deadline = performance.now() + 10_000;
  while (!existsSync(closed) && performance.now() < deadline);
});
process.exit(129);
