import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../../source/embedded/containers/zookeeper-image/zookeeper-config.ts';
import {
  propertiesText,
  readProperties,
  systemProperties,
  zooKeeperProperties,
} from '../../../../source/embedded/containers/zookeeper-image/zookeeper-properties.ts';

function read(env: Readonly<Record<string, string>>, myId?: string) {
  const all = { ZOOKEEPER_CLIENT_PORT: '2181', ...env };
  const cfg = zooKeeperProperties(all);
  return readConfig(cfg, systemProperties(all, cfg), myId);
}

const three = 'a:2888:3888;b:2888:3888;c:2888:3888';
const ensemble = { ZOOKEEPER_SERVERS: three, ZOOKEEPER_INIT_LIMIT: '10', ZOOKEEPER_SYNC_LIMIT: '5' };

describe('zookeeper.properties', () => {
  it('contains the variables in the template of cp-zookeeper, and no others', () => {
    const text = propertiesText(
      zooKeeperProperties({
        ZOOKEEPER_TICK_TIME: '2000',
        ZOOKEEPER_CLIENT_PORT: '2181',
        ZOOKEEPER_SKIP_ACL: '',
        ZOOKEEPER_4LW_COMMANDS_WHITELIST: '*',
        ZOOKEEPER_SERVERS: 'a:1:2;b:1:2',
      }),
    );
    expect(text).toBe(
      '\ndataDir=/var/lib/zookeeper/data\ndataLogDir=/var/lib/zookeeper/log\nclientPort=2181\ntickTime=2000\nskipACL=\n' +
        'server.1=a:1:2\nserver.2=b:1:2\n',
    );
  });
});

describe('a properties file', () => {
  it('is read as it was written, without comments', () => {
    const all = new Map([
      ['tickTime', ''],
      ['server.1', 'a:2888:3888'],
    ]);
    expect(readProperties(`# a comment\n${propertiesText(all)} clientPort = 2181\r\n`)).toEqual(
      new Map([...all, ['clientPort', '2181']]),
    );
  });
});

describe('the configuration', () => {
  it('is that of a standalone server without ZOOKEEPER_SERVERS, and with one server', () => {
    expect(read({})).toMatchObject({ clientPort: 2181, tickTime: 3000, maxClientConnections: 60 });
    expect(read({}).ensemble).toBeUndefined();
    expect(read({ ZOOKEEPER_SERVERS: 'a:2888:3888' }).ensemble).toBeUndefined();
  });

  it('is that of an ensemble with more, identified by the file myid', () => {
    expect(read(ensemble, '2').ensemble).toMatchObject({ myId: 2, initLimit: 10, syncLimit: 5 });
    expect(read(ensemble, '2').ensemble?.members[2]).toEqual({
      id: 3,
      host: 'c',
      quorumPort: 2888,
      electionPort: 3888,
      role: 'participant',
    });
  });

  it('reads JVM settings from KAFKA_OPTS', () => {
    const env = {
      KAFKA_OPTS:
        '-Xmx1g -Dzookeeper.4lw.commands.whitelist=ruok,mntr -Dzookeeper.extendedTypesEnabled=true -Dznode.container.checkIntervalMs=500',
      ZOOKEEPER_SKIP_ACL: 'yes',
      ZOOKEEPER_MIN_SESSION_TIMEOUT: '1000',
    };
    expect(read(env)).toMatchObject({
      fourLetterWords: ['srvr', 'ruok', 'mntr'],
      extendedTypes: true,
      skipAcl: true,
      containers: { checkIntervalMs: 500 },
      sessionTimeouts: { least: 1000, most: 60_000 },
    });
  });

  it.each([
    [
      { ZOOKEEPER_CLIENT_PORT: 'tcp://10.96.0.1:2181' },
      'NumberFormatException: For input string: "tcp://10.96.0.1:2181"',
    ],
    [{ ZOOKEEPER_CLIENT_PORT: '99999' }, 'port out of range:99999'],
    [{ ZOOKEEPER_TICK_TIME: '' }, 'NumberFormatException: For input string: ""'],
    [{ ZOOKEEPER_TICK_TIME: '2.5' }, 'For input string: "2.5"'],
    [{ ZOOKEEPER_TICK_TIME: '0' }, 'tickTime is not set'],
    [{ ZOOKEEPER_ELECTION_ALG: '1' }, 'Invalid electionAlg value. Only 3 is supported.'],
    [
      { ZOOKEEPER_MIN_SESSION_TIMEOUT: '9000', ZOOKEEPER_MAX_SESSION_TIMEOUT: '8000' },
      'minSessionTimeout must not be larger than maxSessionTimeout',
    ],
    [{ ZOOKEEPER_SERVERS: three }, 'initLimit is not set'],
    [ensemble, 'myid file is missing'],
    [{ ...ensemble, ZOOKEEPER_SERVERS: 'a:2888:3888;b:2888' }, 'b:2888 does not have the form server_config'],
    [{ ...ensemble, ZOOKEEPER_SERVERS: 'a:2888:3888;b:x:3888' }, 'Address unresolved: b:x'],
    [{ ...ensemble, ZOOKEEPER_SERVERS: 'a:2888:2888;b:1:2' }, 'Client and election port must be different!'],
    [{ ...ensemble, ZOOKEEPER_SERVERS: 'a:2888:3888:boss;b:1:2' }, 'Unrecognised peertype: boss'],
    [
      { ...ensemble, ZOOKEEPER_SERVERS: 'a:2888:3888;2181;b:2888:3888;2181' },
      '2181 does not have the form server_config',
    ],
    [{ ZOOKEEPER_SERVERS: 'a:2888:3888:observer' }, 'Observers w/o participants is an invalid configuration'],
  ])('refuses %o', (env, message) => {
    expect(() => read(env)).toThrow(message);
  });

  it('refuses a myid that is not a number, and features that the embedded server does not have', () => {
    expect(() => read(ensemble, 'one')).toThrow('serverid one is not a number');
    expect(() => read({ ZOOKEEPER_SECURE_CLIENT_PORT: '2182' })).toThrow('has no TLS');
    expect(() => read({ ...ensemble, ZOOKEEPER_GROUPS: '1:2:3' }, '1')).toThrow('majority quorums only');
  });
});
