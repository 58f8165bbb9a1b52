/*
 * Reports a process's event loop and memory from inside. It is loaded before the program in a copy of the app (`watched-app.ts`), so that
 * the product needs no hooks. Appends lines of JSON to DIRECTORY/NAME-PID.jsonl, where NAME is that of the program's file:
 *   { at, rss, heap, external, ticks: [[at, late, waited, cpu], …] }
 * `at` in ms since the epoch; sizes in bytes; for each turn of a timer, in ms: how late it was, how long of that the thread was ready to run
 * but had no CPU, and how long it had one since the turn before (Linux; 0 elsewhere). Without `tickMs` only the memory.
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
  /** ms for which this process's main thread had a CPU, and was ready to run and had none, since it began. */
  const schedstat = () => {
    if (schedule === undefined) return { ran: 0, waited: 0 };
    const length = readSync(schedule, text, 0, text.length, 0);
    const [ran, waited] = text.latin1Slice(0, length).split(' ');
    return { ran: Number(ran) / 1e6, waited: Number(waited) / 1e6 };
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
  let before = schedstat();
  const turn = () => {
    const at = now();
    if (tickMs > 0) {
      const { ran, waited } = schedstat();
      const late = Math.max(0, at - due);
      ticks.push([round(at), round(late), round(waited - before.waited), round(ran - before.ran)]);
      before = { ran, waited };
    }
    if (at - lastFlush >= flushMs) flush(at);
    // The time of the measurement itself does not count.
    due = now() + (tickMs || flushMs);
    setTimeout(turn, tickMs || flushMs).unref();
  };
  setTimeout(turn, 0).unref();
};
