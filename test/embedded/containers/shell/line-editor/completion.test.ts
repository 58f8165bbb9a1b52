// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the shell's own expansions look like it.
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { ContainerFiles } from '../../../../../source/embedded/containers/shell/container-files.ts';
import { appuser } from '../../../../../source/embedded/containers/shell/image-user.ts';
import { Shell } from '../../../../../source/embedded/containers/shell/interpreter/shell.ts';
import { complete } from '../../../../../source/embedded/containers/shell/line-editor/completion.ts';
import { basePrograms } from '../../../../../source/embedded/containers/shell/programs/base-programs.ts';
import { InProcessNetwork } from '../../../../../source/embedded/network/in-process-network.ts';

function shell(): Shell {
  const files = new ContainerFiles({}, { user: appuser });
  for (const path of ['/w/logs/a b', '/w/logs/broker.log', '/w/topics.txt', '/w/.hidden'])
    files.put(path, { text: '' });
  for (const name of ['kafka-topics', 'kafka-acls']) files.put(`/usr/bin/${name}`, { text: '', mode: 0o755 });
  files.put('/usr/bin/kafka-notes', { text: '', mode: 0o644 });
  files.put('/w/run.sh', { text: '', mode: 0o755 });
  const never = new AbortController().signal;
  const pod = { name: 'p', namespace: 'default', uid: 'u', ip: '10.244.1.9', hostname: 'p', nodeName: 'n' };
  const context = {
    container: { pod, network: new InProcessNetwork(), files, programs: basePrograms([]) },
    argv: ['bash'],
    env: { PATH: '/usr/bin', HOME: '/w', KAFKA_BROKER_ID: '1', KAFKA_PORT: '9092' },
    stdin: undefined,
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    terminated: never,
    killed: never,
    cwd: '/w',
  };
  return new Shell(context, 'bash', [], undefined, true);
}

it.each([
  ['kafka-', ['kafka-acls', 'kafka-topics'], 6],
  ['sleep 1; kafka-t', ['kafka-topics'], 7],
  ['X=1 kafka-t', ['kafka-topics'], 7],
  ['if kafka-t', ['kafka-topics'], 7],
  ['unali', ['unalias'], 5],
  ['./ru', ['./run.sh'], 4],
  ['cat to', ['topics.txt'], 2],
  ['cat lo', ['logs'], 2],
  ['cat logs/', ['logs/a\\ b', 'logs/broker.log'], 5],
  ['cat logs/a\\ ', ['logs/a\\ b'], 8],
  ['cat "logs/a', ['"logs/a b'], 7],
  ['cat < to', ['topics.txt'], 2],
  ['dd if=to', ['topics.txt'], 2],
  ['cat ~/to', ['~/topics.txt'], 4],
  ['cat .h', ['.hidden'], 2],
  ['echo $KAFKA_', ['$KAFKA_BROKER_ID', '$KAFKA_PORT'], 7],
  ['echo ${KAFKA_P', ['${KAFKA_PORT'], 9],
  ['cat nothing', [], 7],
])('%s', (before, matches, length) => {
  expect(complete(shell(), before)).toMatchObject({ matches, length });
});

it('a directory is followed by a slash, anything else by a space', () => {
  expect(complete(shell(), 'cat lo').ending).toBe('/');
  expect(complete(shell(), 'cat to').ending).toBe(' ');
  expect(complete(shell(), 'cat "to').ending).toBe('" ');
  expect(complete(shell(), 'echo ${KAFKA_P').ending).toBe('}');
});
