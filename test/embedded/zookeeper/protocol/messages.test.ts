import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finish } from '../../../../source/embedded/bounds/slices.ts';
import { JuteReader, JuteWriter } from '../../../../source/embedded/zookeeper/protocol/bytes.ts';
import {
  openAcl,
  readConnectRequest,
  readCreateRequest,
  readCreateTtlRequest,
  readStat,
  readWatchedEvent,
  writeConnectRequest,
  writeConnectResponse,
  writeCreateRequest,
  writeCreateTtlRequest,
  writeSetWatches,
  writeStat,
  writeWatchedEvent,
} from '../../../../source/embedded/zookeeper/protocol/messages.ts';

function bytesOf(write: (writer: JuteWriter) => void): Buffer {
  const writer = new JuteWriter();
  write(writer);
  return writer.bytes();
}

describe('messages', () => {
  it('the first ConnectRequest has the 45 bytes that every client sends', () => {
    const request = {
      protocolVersion: 0,
      lastZxidSeen: 0n,
      timeoutMs: 30_000,
      sessionId: 0n,
      password: Buffer.alloc(16),
      readOnly: false,
    };
    const bytes = bytesOf((writer) => writeConnectRequest(writer, request));
    const zeros = (count: number) => '00'.repeat(count);
    expect(bytes.toString('hex')).toBe(`00000000${zeros(8)}00007530${zeros(8)}00000010${zeros(16)}00`);
    expect(bytes).toHaveLength(45);
    expect(readConnectRequest(new JuteReader(bytes))).toEqual(request);
    expect(readConnectRequest(new JuteReader(bytes.subarray(0, 44)))).toEqual({
      ...request,
      readOnly: undefined,
    });
  });

  it('a ConnectResponse has timeout, session and password', () => {
    const bytes = bytesOf((writer) =>
      writeConnectResponse(writer, {
        protocolVersion: 0,
        timeoutMs: 18_000,
        sessionId: 0x0100000012345678n,
        password: Buffer.alloc(16, 0xab),
        readOnly: false,
      }),
    );
    expect(bytes.toString('hex')).toBe(`000000000000465001000000123456780000001${0}${'ab'.repeat(16)}00`);
  });

  it('a create request has path, data, acl and flags', () => {
    const request = { path: '/a', data: Buffer.from('x'), acl: openAcl, flags: 1 };
    const bytes = bytesOf((writer) => writeCreateRequest(writer, request));
    const acl = `00000001${'0000001f'}00000005${Buffer.from('world').toString('hex')}00000006${Buffer.from('anyone').toString('hex')}`;
    expect(bytes.toString('hex')).toBe(`000000022f610000000178${acl}00000001`);
    expect(finish(readCreateRequest(new JuteReader(bytes)))).toEqual(request);
  });

  it('a create request with a TTL has it last', () => {
    const request = { path: '/a', data: null, acl: [], flags: 5, ttl: 60_000n };
    const bytes = bytesOf((writer) => writeCreateTtlRequest(writer, request));
    expect(bytes.toString('hex')).toBe('000000022f61ffffffff0000000000000005000000000000ea60');
    expect(finish(readCreateTtlRequest(new JuteReader(bytes)))).toEqual(request);
  });

  it('a watcher event has type, state and path', () => {
    const event = { type: 'NodeDataChanged', state: 'SyncConnected', path: '/a' } as const;
    const bytes = bytesOf((writer) => writeWatchedEvent(writer, event));
    expect(bytes.toString('hex')).toBe('0000000300000003000000022f61');
    expect(readWatchedEvent(new JuteReader(bytes))).toEqual(event);
    expect(
      readWatchedEvent(new JuteReader(Buffer.from('00000009000000030000000061', 'hex'))),
    ).toBeUndefined();
  });

  it('Stat and SetWatches are decoded as they were encoded', () => {
    const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    const int = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    const stat = fc.record({
      czxid: long,
      mzxid: long,
      ctime: long,
      mtime: long,
      version: int,
      cversion: int,
      aversion: int,
      ephemeralOwner: long,
      dataLength: int,
      numChildren: int,
      pzxid: long,
    });
    fc.assert(
      fc.property(stat, (value) => {
        const bytes = bytesOf((writer) => writeStat(writer, value));
        expect(bytes).toHaveLength(68);
        expect(readStat(new JuteReader(bytes))).toEqual(value);
      }),
    );
    const paths = fc.array(fc.string());
    fc.assert(
      fc.property(long, paths, paths, paths, (relativeZxid, data, exists, children) => {
        const value = { relativeZxid, data, exists, children, persistent: [], recursive: [] };
        const reader = new JuteReader(bytesOf((writer) => writeSetWatches(writer, value)));
        const read = () => [...reader.elements(4, () => reader.string())];
        expect([reader.i64(), read(), read(), read()]).toEqual([relativeZxid, data, exists, children]);
        expect(reader.remaining).toBe(0);
      }),
    );
  });
});
