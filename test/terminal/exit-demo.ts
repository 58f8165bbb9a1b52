/** Ends with 129 while its terminal closes: after our own check of the terminal, and before Node restores it. */
import { existsSync, writeFileSync } from 'node:fs';
import { guardExit } from '../../source/terminal/guard-exit.ts';

const [, , ready = '', closed = ''] = process.argv;
guardExit();
process.on('SIGHUP', () => {});
process.stdin.setRawMode(true);
process.on('exit', () => {
  writeFileSync(ready, '');
  const deadline = performance.now() + 10_000;
  while (!existsSync(closed) && performance.now() < deadline);
});
process.exit(129);
