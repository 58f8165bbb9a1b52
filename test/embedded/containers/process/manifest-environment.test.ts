import { expect, it } from 'vitest';
import { safeEnvironment } from '../../../../source/embedded/containers/process/manifest-environment.ts';

function judge(environment: Record<string, string>) {
  const refused: string[] = [];
  return { kept: safeEnvironment(environment, (name) => refused.push(name)), refused };
}

it('keeps the values of a manifest', () => {
  const environment = {
    ROLE: 'producer',
    NODE_NAME: 'kafka-lab-worker',
    NODE_ENV: 'production',
    ENV: 'test',
    JAVA_TOOL_OPTIONS: '-Xmx256m',
    NODE_OPTIONS: '--max_old_space_size=256  --no-warnings',
    'my.name-1': '',
  };
  expect(judge(environment)).toEqual({ kept: environment, refused: [] });
});

it.each([
  ['LD_PRELOAD', '/x.so'],
  ['ld_audit', '/x.so'],
  ['DYLD_INSERT_LIBRARIES', '/x.dylib'],
  ['GCONV_PATH', '/x'],
  ['BASH_ENV', '/x'],
  ['BASH_FUNC_ls%%', '() { id; }'],
  ['PATH', '/x'],
  ['NODE_PATH', '/x'],
  ['NODE_REPL_EXTERNAL_MODULE', '/x'],
  ['NODE_CHANNEL_FD', '0'],
  ['NODE_EXTRA_CA_CERTS', '/x'],
  ['OPENSSL_CONF', '/x'],
  ['KAFKA_LAB_MARK', 'x'],
  ['NODE_OPTIONS', '--require /x.js'],
  ['NODE_OPTIONS', '--no-warnings --import=/x.js'],
  ['NODE_OPTIONS', '--inspect=0.0.0.0'],
  ['LD_PRELOAD=/x.so:', 'a name that holds a value'],
  ['', 'no name'],
  ['NUL', 'a\0b'],
])('drops %s=%j', (name, value) => {
  expect(judge({ [name]: value, KEPT: '1' })).toEqual({ kept: { KEPT: '1' }, refused: [name] });
});
