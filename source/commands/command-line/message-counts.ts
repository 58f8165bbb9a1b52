/**
 * How many messages a consumer's window must hold before it is counted. On the screen: ten seconds of messages at the manifest's rate. In a
 * run, where the producer is as fast as possible, more messages make the share more precise.
 */
export const defaultMessages = { screen: 5_000, run: 20_000 } as const;

/** With fewer, the share of a partition says little. */
export const leastMessages = 100;
