/**
 * How many messages the window of a consumer holds before it is counted. On the screen: ten seconds of messages at the manifest's rate. In a
 * run, where the producer is as fast as it can be, more of them make the share more exact.
 */
export const defaultMessages = { screen: 5_000, run: 20_000 } as const;
