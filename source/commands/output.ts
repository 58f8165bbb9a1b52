import type { OutputSink } from '../cluster/cluster.ts';

/** Straight to this process's own streams. */
export const toTerminal: OutputSink = (stream, text) => {
  process[stream].write(text);
};

export const toNowhere: OutputSink = () => {};
