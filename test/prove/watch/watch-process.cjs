/*
 * Reports a process's event loop and memory from inside. It is loaded before the program in a copy of the app (`watched-app.ts`), so that
 * the product needs no hooks. Appends lines of JSON to DIRECTORY/NAME-PID.jsonl, where NAME is that of the program's file:
 *   { at, rss, heap, external, ticks: [[at, late, waited], …] }
 * `at` in ms since the epoch; sizes in bytes; for each turn of a timer how late it was and how long of that the thread was ready to run
 * but had no CPU (Linux; 0 elsewhere), in ms. Without `tickMs` only the memory.
 */
const { appendFileSync, closeSync, openSync, readSync } = require('node:fs');
const { basename, join } = require('node:path');

module.exports = function watch({ directory, tickMs = 0 }) {
  const flushMs = tickMs > 0 ? 100 : 1000;
  const name = basename(process.argv[1] ?? 'node').replace(/\.[cm]?js$/, '');
  const file = join(directory, `${name}-${process.pid}.jsonl`);
  const now = () => performance.timeOrigin + performance.now();
  const round = (value) => Math.round(value * 10) / 10;

  let schedule;
  try {
    schedule = openSync('/proc/self/schedstat', 'r');
    process.once('exit', () => closeSync(schedule));
  } catch {
    // Another system, or a kernel that does not count it.
  }
  const text = Buffer.alloc(100);
  /** ms for which this process's main thread was ready to run and had no CPU, since it began. */
  const waitedForCpu = () => {
    if (schedule === undefined) return 0;
    const length = readSync(schedule, text, 0, text.length, 0);
    return Number(text.latin1Slice(0, length).split(' ')[1]) / 1e6;
  };

  let ticks = [];
  let lastFlush = 0;
  const flush = (at) => {
    lastFlush = at;
    const { rss, heapUsed, external } = process.memoryUsage();
    try {
      appendFileSync(file, `${JSON.stringify({ at: round(at), rss, heap: heapUsed, external, ticks })}\n`);
    } catch {
      // The directory is gone: the proof is over.
    }
    ticks = [];
  };

  let due = now() + tickMs;
  let waitedBefore = waitedForCpu();
  const turn = () => {
    const at = now();
    if (tickMs > 0) {
      const waited = waitedForCpu();
      ticks.push([round(at), round(Math.max(0, at - due)), round(waited - waitedBefore)]);
      waitedBefore = waited;
    }
    if (at - lastFlush >= flushMs) flush(at);
    // The time of the measurement itself does not count.
    due = now() + (tickMs || flushMs);
    setTimeout(turn, tickMs || flushMs).unref();
  };
  setTimeout(turn, 0).unref();
};
