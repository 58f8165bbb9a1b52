import { expect, it } from 'vitest';
import { commandMistake } from '../../source/cluster/command-mistake.ts';

it.each([
  'kubectl get pods -l app=x -o wide',
  'kubectl exec kafka-0 -- kafka-topics --bootstrap-server localhost:9092 --list',
  'kafka-lab reset',
  'kafka-lab build --better',
  'kafka-lab kubectl get nodes',
  './build.sh',
  'kind get nodes',
])('a session can run `%s`', (line) => {
  expect(commandMistake(line)).toBeUndefined();
});

it.each([
  ['kubectl get pods > file', '`>` in `kubectl get pods > file` needs a shell'],
  ["kubectl get 'pods", "the quote `'` is not closed in `kubectl get 'pods`"],
  ['kubectl gte pods', 'error: unknown command "gte" for "kubectl"'],
  ['kubectl get pods --wath', 'error: unknown flag: --wath'],
  ['kafka-lab up', '`kafka-lab up` cannot run inside a session'],
  ['helm install kafka', '`helm` is not a command that the lab runs'],
  ['# nothing', 'the command line is empty'],
])('a session cannot run `%s`', (line, mistake) => {
  expect(commandMistake(line)).toBe(mistake);
});
