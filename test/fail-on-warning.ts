/** Any process warning (a leaked listener, a deprecated call, a negative timer) fails the test that caused it. */
import { afterEach } from 'vitest';

const warnings: Error[] = [];
process.on('warning', (warning) => warnings.push(warning));

afterEach(() => {
  const [first] = warnings.splice(0);
  if (first) throw first;
});
