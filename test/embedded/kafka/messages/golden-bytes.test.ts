import { describe, expect, it } from 'vitest';
import { frame } from '../../../../source/embedded/kafka/bytes/frame.ts';
import { WireReader } from '../../../../source/embedded/kafka/bytes/reader.ts';
import { WireError } from '../../../../source/embedded/kafka/bytes/wire-error.ts';
import { WireWriter } from '../../../../source/embedded/kafka/bytes/writer.ts';
import { alterPartitionReassignments } from '../../../../source/embedded/kafka/messages/alter-partition-reassignments.ts';
import type { Api } from '../../../../source/embedded/kafka/messages/api.ts';
import { apiVersions } from '../../../../source/embedded/kafka/messages/api-versions.ts';
import { apis } from '../../../../source/embedded/kafka/messages/apis.ts';
import { createAcls } from '../../../../source/embedded/kafka/messages/create-acls.ts';
import { deleteAcls } from '../../../../source/embedded/kafka/messages/delete-acls.ts';
import { deleteTopics } from '../../../../source/embedded/kafka/messages/delete-topics.ts';
import { describeAcls } from '../../../../source/embedded/kafka/messages/describe-acls.ts';
import { electLeaders } from '../../../../source/embedded/kafka/messages/elect-leaders.ts';
import { fetch } from '../../../../source/embedded/kafka/messages/fetch.ts';
import { findCoordinator } from '../../../../source/embedded/kafka/messages/find-coordinator.ts';
import {
  readRequestHeader,
  readResponseHeader,
  writeRequestHeader,
  writeResponseHeader,
} from '../../../../source/embedded/kafka/messages/header.ts';
import { leaveGroup } from '../../../../source/embedded/kafka/messages/leave-group.ts';
import { metadata } from '../../../../source/embedded/kafka/messages/metadata.ts';
import { offsetFetch } from '../../../../source/embedded/kafka/messages/offset-fetch.ts';
import type { Draft } from '../../../../source/embedded/kafka/messages/schema.ts';

const hex = (spaced: string): string => spaced.replaceAll(/\s/g, '');

function requestBody<T>(api: Api<T, unknown>, value: Draft<T>, version: number): string {
  const writer = new WireWriter();
  api.encodeRequest(writer, value, version);
  return writer.finish().toString('hex');
}

function responseBody<T>(api: Api<unknown, T>, value: Draft<T>, version: number): string {
  const writer = new WireWriter();
  api.encodeResponse(writer, value, version);
  return writer.finish().toString('hex');
}

describe('requests', () => {
  it('Metadata v0: no topics', () => {
    expect(requestBody(metadata, { topics: [] }, 0)).toBe('00000000');
  });

  it('Metadata v1: null, all topics', () => {
    expect(requestBody(metadata, { topics: null }, 1)).toBe('ffffffff');
  });

  it('Metadata v12: a topic by name, with a nil id', () => {
    const topics = [{ name: 'test' }];
    expect(requestBody(metadata, { topics, allowAutoTopicCreation: false }, 12)).toBe(
      hex(`02 ${'00'.repeat(16)} 05 74657374 00   00 00   00`),
    );
  });

  it('FindCoordinator v4: keys', () => {
    expect(requestBody(findCoordinator, { coordinatorKeys: ['g'] }, 4)).toBe(hex('00 02 02 67 00'));
  });

  it('Fetch v12: the cluster id as tagged field 0', () => {
    const topics = [{ topic: 't', partitions: [{ partition: 1, fetchOffset: 2, partitionMaxBytes: 3 }] }];
    const value = { clusterId: 'ab', maxWaitMs: 500, minBytes: 1, maxBytes: 4, topics };
    expect(requestBody(fetch, value, 12)).toBe(
      hex(`ffffffff 000001f4 00000001 00000004 00 00000000 ffffffff
           02 02 74 02 00000001 ffffffff 0000000000000002 ffffffff ffffffffffffffff 00000003 00 00
           01 01 01 00 03 03 6162`),
    );
  });

  it('OffsetFetch v8: a group with null topics', () => {
    expect(
      requestBody(offsetFetch, { groups: [{ groupId: 'g', topics: null }], requireStable: true }, 8),
    ).toBe(hex('02 02 67 00 00  01 00'));
  });

  it('LeaveGroup v2 and v5: a member, then members with a reason', () => {
    expect(requestBody(leaveGroup, { groupId: 'g', memberId: 'm' }, 2)).toBe(hex('0001 67 0001 6d'));
    const members = [{ memberId: 'm', reason: 'bye' }];
    expect(requestBody(leaveGroup, { groupId: 'g', members }, 5)).toBe(
      hex('02 67 02 02 6d 00 04 627965 00 00'),
    );
  });

  it('ElectLeaders v0 to v2: two partitions, from v1 with the type of election', () => {
    const topicPartitions = [{ topic: 't', partitions: [0, 3] }];
    const value = { electionType: 1, topicPartitions, timeoutMs: 15_000 };
    const plain = hex('00000001 0001 74 00000002 00000000 00000003 00003a98');
    expect(requestBody(electLeaders, { ...value, electionType: 0 }, 0)).toBe(plain);
    expect(requestBody(electLeaders, value, 1)).toBe(`01${plain}`);
    expect(requestBody(electLeaders, value, 2)).toBe(hex('01 02 02 74 03 00000000 00000003 00 00003a98 00'));
  });

  it('DescribeAcls: any resource and host; the pattern type from v1 on', () => {
    const any = { resourceNameFilter: null, principalFilter: 'u', hostFilter: null };
    const value = { resourceTypeFilter: 2, ...any, operation: 8, permissionType: 1 };
    expect(requestBody(describeAcls, value, 0)).toBe(hex('02 ffff 0001 75 ffff 08 01'));
    expect(requestBody(describeAcls, value, 1)).toBe(hex('02 ffff 03 0001 75 ffff 08 01'));
    expect(requestBody(describeAcls, value, 2)).toBe(hex('02 00 03 02 75 00 08 01 00'));
  });

  it('CreateAcls and DeleteAcls: one entry', () => {
    const rest = { operation: 3, permissionType: 3 };
    const creation = { resourceType: 2, resourceName: 't', principal: 'u', host: '*', ...rest };
    expect(requestBody(createAcls, { creations: [creation] }, 1)).toBe(
      hex('00000001 02 0001 74 03 0001 75 0001 2a 03 03'),
    );
    expect(requestBody(createAcls, { creations: [creation] }, 2)).toBe(
      hex('02 02 02 74 03 02 75 02 2a 03 03 00 00'),
    );
    const filter = {
      resourceTypeFilter: 2,
      resourceNameFilter: 't',
      principalFilter: null,
      hostFilter: null,
    };
    expect(requestBody(deleteAcls, { filters: [{ ...filter, ...rest }] }, 0)).toBe(
      hex('00000001 02 0001 74 ffff ffff 03 03'),
    );
    expect(requestBody(deleteAcls, { filters: [{ ...filter, ...rest }] }, 3)).toBe(
      hex('02 02 02 74 03 00 00 03 03 00 00'),
    );
  });

  it('AlterPartitionReassignments v0: replicas, and null to cancel', () => {
    const partitions = [
      { partitionIndex: 0, replicas: [1, 2] },
      { partitionIndex: 1, replicas: null },
    ];
    expect(requestBody(alterPartitionReassignments, { topics: [{ name: 't', partitions }] }, 0)).toBe(
      hex('0000ea60 02 02 74 03 00000000 03 00000001 00000002 00 00000001 00 00 00 00'),
    );
  });

  it('DeleteTopics v6: by id, with a null name', () => {
    const topics = [{ topicId: 'AAAAAAAAAAAAAAAAAAAAAQ' }];
    expect(requestBody(deleteTopics, { topics, timeoutMs: 1 }, 6)).toBe(
      hex(`02 00 ${'00'.repeat(15)}01 00 00000001 00`),
    );
  });
});

describe('responses', () => {
  // Captured from kafka-clients 3.3.2, as are the requests of these APIs.
  it('ElectLeaders v0 to v2: a leader that could not be elected', () => {
    const partitionResult = [{ partitionId: 3, errorCode: 84, errorMessage: 'no' }];
    const value = { replicaElectionResults: [{ topic: 't', partitionResult }] };
    const plain = hex('00000001 0001 74 00000001 00000003 0054 0002 6e6f');
    expect(responseBody(electLeaders, value, 0)).toBe(hex(`00000000 ${plain}`));
    expect(responseBody(electLeaders, value, 1)).toBe(hex(`00000000 0000 ${plain}`));
    expect(responseBody(electLeaders, value, 2)).toBe(
      hex('00000000 0000 02 02 74 02 00000003 0054 03 6e6f 00 00 00'),
    );
  });

  it('ApiVersions v0: the response to a version that is too new', () => {
    const value = { errorCode: 35, apiKeys: [{ apiKey: 18, minVersion: 0, maxVersion: 3 }] };
    expect(responseBody(apiVersions, value, 0)).toBe(hex('0023 00000001 0012 0000 0003'));
  });

  it('ApiVersions v3: tagged features, those with defaults left out', () => {
    const value = { apiKeys: [{ apiKey: 1, maxVersion: 13 }], finalizedFeaturesEpoch: 5 };
    expect(responseBody(apiVersions, value, 3)).toBe(
      hex('0000 02 0001 0000 000d 00 00000000 01 01 08 0000000000000005'),
    );
  });

  it('Fetch v12: the diverging epoch as a tagged struct, which has tagged fields of its own', () => {
    const partition = { partitionIndex: 1, highWatermark: 2, divergingEpoch: { epoch: 3, endOffset: 4 } };
    const value = { responses: [{ topic: 't', partitions: [partition] }] };
    const encoded = responseBody(fetch, value, 12);
    expect(encoded).toBe(
      hex(`00000000 0000 00000000  02 02 74
           02 00000001 0000 0000000000000002 ffffffffffffffff ffffffffffffffff 01 ffffffff 00
           01 00 0d 00000003 0000000000000004 00
           00 00`),
    );
    const decoded = fetch.decodeResponse(new WireReader(Buffer.from(encoded, 'hex')), 12);
    expect(decoded.responses[0]?.partitions[0]).toMatchObject(partition);
  });
});

describe('headers', () => {
  it('v1 and v2: the client id is still a plain string', () => {
    const bytes = (version: number): string =>
      frame((writer) => writeRequestHeader(writer, metadata, version, 7, 'ab')).toString('hex');
    expect(bytes(8)).toBe(hex('0000000c 0003 0008 00000007 0002 6162'));
    expect(bytes(9)).toBe(hex('0000000d 0003 0009 00000007 0002 6162 00'));
  });

  it('reads a header with unknown tagged fields, and stops at the body', () => {
    const reader = new WireReader(Buffer.from(hex('0003 0009 00000007 ffff 01 63 02 aabb  ee'), 'hex'));
    const header = readRequestHeader(reader, (key) => apis.get(key));
    expect(header).toEqual({ requestApiKey: 3, requestApiVersion: 9, correlationId: 7, clientId: null });
    expect(reader.remaining).toBe(1);
  });

  it('the header of an ApiVersions response never has tagged fields', () => {
    const bytes = (api: Api<unknown, unknown>, version: number): string => {
      const writer = new WireWriter();
      writeResponseHeader(writer, api, version, 7);
      const reader = new WireReader(writer.finish());
      expect(readResponseHeader(reader, api, version)).toBe(7);
      return writer.finish().toString('hex');
    };
    expect(bytes(apiVersions, 3)).toBe('00000007');
    expect(bytes(metadata, 9)).toBe('0000000700');
    expect(bytes(metadata, 8)).toBe('00000007');
  });
});

describe('fields that a version does not have', () => {
  it('skips unknown tagged fields', () => {
    const reader = new WireReader(Buffer.from(hex('02 02 67 00 00  01   01 63 02 aabb'), 'hex'));
    expect(offsetFetch.decodeRequest(reader, 8).requireStable).toBe(true);
    expect(reader.remaining).toBe(0);
  });

  it('refuses null for a field that is nullable only in later versions', () => {
    expect(() => metadata.decodeRequest(new WireReader(Buffer.from('ffffffff', 'hex')), 0)).toThrow(
      WireError,
    );
    expect(() => requestBody(metadata, { topics: null }, 0)).toThrow(WireError);
  });

  it('refuses a tagged field with a wrong size', () => {
    const bytes = Buffer.from(hex('0000 01 00000000 01 01 09 0000000000000005 00'), 'hex');
    expect(() => apiVersions.decodeResponse(new WireReader(bytes), 3)).toThrow(WireError);
  });
});
