import type { JavaTool } from '../java-tools.ts';

/**
 * A command line that both Kafka's own tool and the tool in pods run, on the same brokers: they must have the same output and exit code.
 * `·` is a space within a word, `BROKERS` the brokers, and `SELF` a name that differs between the two, so that each changes its own topics and
 * groups.
 */
export interface Line {
  readonly tool: JavaTool;
  readonly args: string;
  readonly input?: string;
}

/** `kafka-topics --list`, with the option that names the brokers added. */
export function line(text: string, input?: string): Line {
  const { tool, args } = bare(text);
  return {
    tool,
    args: `--bootstrap-server BROKERS ${args}`.trim(),
    ...(input === undefined ? {} : { input }),
  };
}

/** The same without that option. */
export function bare(text: string, input?: string): Line {
  const [tool, ...args] = text.split(' ');
  return { tool: tool as JavaTool, args: args.join(' '), ...(input === undefined ? {} : { input }) };
}
