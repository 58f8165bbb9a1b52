import { describe, expect, it } from 'vitest';
import { parseBroker, parseChildren } from '../../../source/cluster/kubernetes/zookeeper-shell.ts';

const preamble =
  'Connecting to localhost:2181\n\nWATCHER::\n\nWatchedEvent state:SyncConnected type:None path:null\n';

describe('the output of zookeeper-shell', () => {
  it('has the ids in its last line', () => {
    expect(parseChildren(`${preamble}[0, 1, 2]\n`)).toEqual([0, 1, 2]);
    expect(parseChildren(`${preamble}[]\n`)).toEqual([]);
    expect(parseChildren(preamble)).toEqual([]);
    expect(parseChildren(`${preamble}[seqid, 7]\n`)).toEqual([7]);
  });

  it('has a broker as JSON', () => {
    const data =
      '{"endpoints":["PLAINTEXT://kafka-0.svc:9092"],"port":9092,"host":"kafka-0.svc","version":5}';
    expect(parseBroker(0, `${preamble}${data}\n`)).toEqual({ id: 0, host: 'kafka-0.svc', port: 9092 });
    const secure = '{"endpoints":["SSL://kafka-0.svc:9093"],"port":-1,"host":null}';
    expect(parseBroker(1, `${preamble}${secure}`)).toEqual({ id: 1, host: 'kafka-0.svc', port: 9093 });
    const several =
      '{"endpoints":["OUT://localhost:30092","IN://kafka-0:9092","IN2://kafka-0:9093"],"port":30092,"host":"localhost"}';
    expect(parseBroker(2, `${preamble}${several}`)).toEqual({
      id: 2,
      host: 'localhost',
      port: 30092,
      others: ['kafka-0'],
    });
    for (const odd of ['', '{', '{}', 'null', '[]'])
      expect(parseBroker(0, `${preamble}${odd}\n`)).toBeUndefined();
  });
});
