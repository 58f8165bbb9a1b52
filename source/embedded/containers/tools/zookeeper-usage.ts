/** An invalid command line: prints the command's usage, or what is wrong. */
export class CommandUsage extends Error {}
