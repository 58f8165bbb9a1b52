import { linesOf } from './command-output.ts';

/** A warning of a ZooKeeper server about another one, or about a client that came before there was a leader. */
const warning =
  /\bWARN (?:Cannot open channel to \d+ at election address|Clos(?:e of session|ing the connection of) )/;
/** What log4j writes below it: the exception by itself. */
const cause = /^(?:java\.net\.\w+Exception|java\.io\.IOException: ZooKeeperServer not running)\b/;

/** The log of a ZooKeeper server without what every server of an ensemble warns of until the others are up as well. */
export function withoutElectionWarnings(log: string): string {
  let isBelow = false;
  return linesOf(log)
    .filter((line) => {
      const isOne = warning.test(line) || (isBelow && cause.test(line));
      isBelow = warning.test(line);
      return !isOne;
    })
    .join('\n');
}
