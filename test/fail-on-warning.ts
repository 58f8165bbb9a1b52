/** Any process warning (a leaked listener, a deprecated call, a negative timer) fails the test that caused it. */
import { afterAll, afterEach } from 'vitest';

const warnings: Error[] = [];
const keep = (warning: Error) => warnings.push(warning);
process.on('warning', keep);
// Test files may share a process: each runs this file again, with a listener of its own.
afterAll(() => process.off('warning', keep));

afterEach(() => {
  const [first] = warnings.splice(0);
  if (first) throw first;
});
