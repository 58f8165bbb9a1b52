import type { OutputSink } from '../cluster/cluster.ts';

/** Straight to this process's own streams. */
export const toTerminal: OutputSink = (stream, text) => {
  process[stream].write(text);
};

/** What a person has to know, without what is said on the way. */
export const errorsToTerminal: OutputSink = (stream, text) => {
  if (stream === 'stderr') toTerminal('stderr', `kafka-lab: ${text}`);
};

export const toNowhere: OutputSink = () => {};
