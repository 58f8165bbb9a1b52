import { leftOut as commands } from '../kubernetes/left-out.ts';
import { featuresLeftOutOfKafka, leftOutOfKafka } from './kafka.ts';
import { leftOutOfKubernetes } from './kubernetes.ts';
import type { Feature, LeftOutCalls } from './left-out-calls.ts';
import { featuresLeftOutOfZooKeeper } from './zookeeper.ts';

/** docs/left-out.md: Markdown. */
export function describeLeftOut(): string {
  return `${[
    '# What the embedded cluster leaves out',
    'This page is made from the lists in `test/conformance/left-out/`. A test compares them with everything that Kafka 3.3, ZooKeeper 3.6 and Kubernetes 1.32 offer: a call that is neither served nor listed here fails it.',
    '## Kafka 3.3',
    'A request that is left out is not in the answer to ApiVersions, so that clients say so instead of waiting. One that is sent anyway closes the connection.',
    callTable('request', leftOutOfKafka),
    featureTable(featuresLeftOutOfKafka),
    '## ZooKeeper 3.6',
    'All requests of clients are answered, and all four-letter words that `4lw.commands.whitelist` allows.',
    featureTable(featuresLeftOutOfZooKeeper),
    '## Kubernetes 1.32',
    'These resources are not in discovery, and their paths get 404. Alpha and beta versions are left out as a whole.',
    callTable('resource', leftOutOfKubernetes),
    'What a learner meets with kubectl:',
    table(
      ['left out', 'for example', 'what it says', 'why'],
      commands.map(({ feature, line, says, why }) => [feature, code(shorten(line)), code(says), why]),
    ),
  ].join('\n\n')}\n`;
}

const code = (text: string): string => `\`${text.replaceAll('|', '\\|').replaceAll('`', "'")}\``;

/** A manifest in a command says nothing here. */
const shorten = (line: string): string => line.replace(/^echo '.*' \| /, '');

function callTable(column: string, rows: readonly LeftOutCalls[]): string {
  return table(
    ['left out', column, 'what a client meets, or why'],
    rows.map(({ what, calls, meets }) => [what, calls.map(code).join(' '), meets]),
  );
}

function featureTable(rows: readonly Feature[]): string {
  return table(
    ['left out', 'what a client meets'],
    rows.map(({ what, meets }) => [what, meets]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
