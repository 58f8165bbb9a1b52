import { delimiter } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../../source/cluster/model/cluster.ts';
import { shellEnvironment, shellOf } from '../../../source/commands/hand-over/learners-shell.ts';

describe('the shell of a learner', () => {
  it.each([
    [{ SHELL: process.execPath }, 'linux', process.execPath],
    [{ SHELL: '/no/such/shell' }, 'linux', '/bin/sh'],
    // A name without a path would be looked up in a directory that we did not choose.
    [{ SHELL: 'bash' }, 'darwin', '/bin/sh'],
    [{}, 'linux', '/bin/sh'],
    [{ ComSpec: 'C:\\Windows\\cmd.exe' }, 'win32', 'C:\\Windows\\cmd.exe'],
    [{}, 'win32', 'cmd.exe'],
  ] as const)('of %j on %s is %s', (environment, platform, shell) => {
    expect(shellOf(environment, platform)).toBe(shell);
  });
});

describe('its environment', () => {
  const cluster = { name: 'lab', kubeconfig: '/home/lab/kubeconfig' } as Cluster;
  const options = { home: '/home', kubectl: 'builtin', name: 'lab', namespace: undefined } as const;

  it('is the learner’s own, with the tools first on PATH and with this cluster instead of any other', () => {
    const addresses = { bootstrap: '127.0.0.1:9092', zookeeper: '127.0.0.1:2181' };
    const theirs = { PATH: '/usr/bin', EDITOR: 'vi', KUBECONFIG: '/their/own' };
    expect(shellEnvironment({ cluster: { ...cluster, addresses }, options }, '/tools', theirs)).toMatchObject(
      {
        PATH: `/tools${delimiter}/usr/bin`,
        EDITOR: 'vi',
        KUBECONFIG: '/home/lab/kubeconfig',
        KAFKA_BOOTSTRAP: '127.0.0.1:9092',
        ZOOKEEPER: '127.0.0.1:2181',
        KAFKA_LAB_HOME: '/home',
      },
    );
  });

  it('contains no address of a cluster without one, and keeps the spelling of Path', () => {
    const environment = shellEnvironment({ cluster, options }, 'C:\\tools', { Path: 'C:\\Windows' });
    expect(environment).not.toHaveProperty('KAFKA_BOOTSTRAP');
    expect(environment).not.toHaveProperty('PATH');
    expect(environment.Path).toBe(`C:\\tools${delimiter}C:\\Windows`);
  });
});
