import { vi } from 'vitest';

/** As long as `expect.poll` waits: a condition may take longer than Vitest's second while other tests use the CPU. */
const timeout = 10_000;
const mark = Symbol.for('kafka-lab.patient-waits');

// Vitest has no setting for these. Files that share a process share `vi`.
if (!(mark in vi)) {
  const { waitFor, waitUntil } = vi;
  Object.assign(vi, {
    [mark]: true,
    waitFor: ((callback, options) => waitFor(callback, patient(options))) as typeof waitFor,
    waitUntil: ((callback, options) => waitUntil(callback, patient(options))) as typeof waitUntil,
  });
}

function patient<Options extends object>(options: number | Options = {} as Options) {
  return typeof options === 'number' ? options : { timeout, ...options };
}
