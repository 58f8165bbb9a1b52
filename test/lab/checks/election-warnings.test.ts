import { expect, it } from 'vitest';
import { errorLines } from '../../../source/lab/checks/command-output.ts';
import { withoutElectionWarnings } from '../../../source/lab/checks/election-warnings.ts';

const cannotOpen =
  '[2024-05-01 10:00:00,000] WARN Cannot open channel to 2 at election address zoo2/10.96.0.12:3888 (org.apache.zookeeper.server.quorum.QuorumCnxManager)';
const refused = 'java.net.ConnectException: Connection refused (Connection refused)';

it('removes the warnings of an election from a log, with their stack traces', () => {
  const log = [
    cannotOpen,
    refused,
    '\tat java.base/java.net.PlainSocketImpl.socketConnect(Native Method)',
    '[2024-05-01 10:00:00,100] WARN Close of session 0x0 (org.apache.zookeeper.server.NIOServerCnxn)',
    'java.io.IOException: ZooKeeperServer not running',
    '[2024-05-01 10:00:01,000] INFO LEADING (org.apache.zookeeper.server.quorum.Leader)',
  ].join('\n');
  expect(errorLines(log)).toHaveLength(2);
  expect(errorLines(withoutElectionWarnings(log))).toEqual([]);
  expect(withoutElectionWarnings(log)).toContain('LEADING');
});

it('keeps every other error in the log', () => {
  const others = [
    refused,
    `[2024-05-01 10:00:00,000] ERROR Exception while listening: ${refused} (org.apache.zookeeper.server.quorum.QuorumCnxManager)`,
    '[2024-05-01 10:00:00,000] WARN caught java.io.EOFException: (org.apache.zookeeper.server.NIOServerCnxn)',
  ];
  expect(errorLines(withoutElectionWarnings(others.join('\n')))).toEqual(others);
});
