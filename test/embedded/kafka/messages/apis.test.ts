import { describe, expect, it } from 'vitest';
import { WireReader } from '../../../../source/embedded/kafka/bytes/reader.ts';
import { WireError } from '../../../../source/embedded/kafka/bytes/wire-error.ts';
import { WireWriter } from '../../../../source/embedded/kafka/bytes/writer.ts';
import { apis } from '../../../../source/embedded/kafka/messages/apis.ts';
import { Random } from '../random.ts';
import { RandomReader } from './random-reader.ts';

const everyVersion = [...apis.values()].flatMap((api) =>
  Array.from({ length: api.maxVersion - api.minVersion + 1 }, (_, index) => ({
    name: api.name,
    api,
    version: api.minVersion + index,
  })),
);

/** The ranges and first flexible versions of Kafka 3.3.2, from its message definitions. */
const kafka33 = `
  0 Produce 0-9 9; 1 Fetch 0-13 12; 2 ListOffsets 0-7 6; 3 Metadata 0-12 9; 8 OffsetCommit 0-8 8; 9 OffsetFetch 0-8 6;
  10 FindCoordinator 0-4 3; 11 JoinGroup 0-9 6; 12 Heartbeat 0-4 4; 13 LeaveGroup 0-5 4; 14 SyncGroup 0-5 4;
  15 DescribeGroups 0-5 5; 16 ListGroups 0-4 3; 18 ApiVersions 0-3 3; 19 CreateTopics 0-7 5; 20 DeleteTopics 0-6 4;
  21 DeleteRecords 0-2 2; 22 InitProducerId 0-4 2; 23 OffsetForLeaderEpoch 0-4 4; 29 DescribeAcls 0-3 2;
  30 CreateAcls 0-3 2; 31 DeleteAcls 0-3 2; 32 DescribeConfigs 0-4 4;
  33 AlterConfigs 0-2 2; 35 DescribeLogDirs 0-4 2; 37 CreatePartitions 0-3 2; 42 DeleteGroups 0-2 2;
  43 ElectLeaders 0-2 2; 44 IncrementalAlterConfigs 0-1 1; 45 AlterPartitionReassignments 0-0 0; 46 ListPartitionReassignments 0-0 0; 47 OffsetDelete 0-0 never; 60 DescribeCluster 0-0 0`;

it('offers the versions that Kafka 3.3 offers', () => {
  const offered = [...apis.values()]
    .sort((left, right) => left.key - right.key)
    .map(({ key, name, minVersion, maxVersion, flexibleFrom }) => {
      const flexible = flexibleFrom > maxVersion ? 'never' : flexibleFrom;
      return `${key} ${name} ${minVersion}-${maxVersion} ${flexible}`;
    });
  expect(offered).toEqual(kafka33.split(';').map((row) => row.trim()));
});

describe.each(everyVersion)('$name v$version', ({ api, version }) => {
  it('decodes what it encodes', () => {
    const random = new Random(api.key * 100 + version);
    for (let round = 0; round < 20; round++) {
      const request = api.decodeRequest(new RandomReader(random), version);
      expect(again(request, api.encodeRequest, api.decodeRequest)).toEqual(request);
      const response = api.decodeResponse(new RandomReader(random), version);
      expect(again(response, api.encodeResponse, api.decodeResponse)).toEqual(response);
    }
  });

  it('encodes the defaults if nothing is given', () => {
    const [request, response] = [new WireWriter(), new WireWriter()];
    api.encodeRequest(request, {}, version);
    api.encodeResponse(response, {}, version);
    expect(api.decodeRequest(new WireReader(request.finish()), version)).toBeTypeOf('object');
    expect(api.decodeResponse(new WireReader(response.finish()), version)).toBeTypeOf('object');
  });

  it('throws only a WireError for malformed bytes', () => {
    const random = new Random(0xf00d + api.key * 100 + version);
    for (let round = 0; round < 60; round++) {
      onlyWireError(() => api.decodeRequest(new WireReader(random.bytes(random.below(60))), version));
      onlyWireError(() => api.decodeResponse(new WireReader(mutated(random)), version));
    }
  });

  function again(
    value: unknown,
    encode: (writer: WireWriter, value: never, version: number) => void,
    decode: (reader: WireReader, version: number) => unknown,
  ): unknown {
    const writer = new WireWriter();
    encode(writer, value as never, version);
    const reader = new WireReader(writer.finish());
    const decoded = decode(reader, version);
    expect(reader.remaining).toBe(0);
    return decoded;
  }

  /** A response with a few bytes changed, and possibly its end cut off. */
  function mutated(random: Random): Buffer {
    const writer = new WireWriter();
    api.encodeResponse(writer, api.decodeResponse(new RandomReader(random), version) as never, version);
    const data = Buffer.from(writer.finish());
    for (let flips = random.below(4); flips > 0 && data.length > 0; flips--) {
      data[random.below(data.length)] = random.below(256);
    }
    return data.subarray(0, data.length - random.below(4));
  }
});

function onlyWireError(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(WireError);
  }
}
