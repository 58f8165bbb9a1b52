import { defineApi } from './api.ts';
import { array, boolean, int16, int32, int64, nullable, string } from './primitives.ts';
import { field, struct } from './schema.ts';

/** `totalBytes` and `usableBytes`: the size of the volume is not known (KIP-827). */
export const unknownVolumeBytes = -1;

export interface DescribeLogDirsRequest {
  /** Null: all topics. */
  readonly topics: readonly DescribableLogDirTopic[] | null;
}

export interface DescribableLogDirTopic {
  readonly topic: string;
  readonly partitions: readonly number[];
}

export interface DescribeLogDirsResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly results: readonly DescribeLogDirsResult[];
}

export interface DescribeLogDirsResult {
  readonly errorCode: number;
  readonly logDir: string;
  readonly topics: readonly DescribeLogDirsTopic[];
  readonly totalBytes: number;
  readonly usableBytes: number;
}

export interface DescribeLogDirsTopic {
  readonly name: string;
  readonly partitions: readonly DescribeLogDirsPartition[];
}

export interface DescribeLogDirsPartition {
  readonly partitionIndex: number;
  /** Bytes. */
  readonly partitionSize: number;
  readonly offsetLag: number;
  readonly isFutureKey: boolean;
}

/** DescribeLogDirsRequest and -Response, key 35. v2: flexible; v3: error code; v4: sizes of the volume. */
export const describeLogDirs = defineApi<DescribeLogDirsRequest, DescribeLogDirsResponse>({
  key: 35,
  name: 'DescribeLogDirs',
  versions: [0, 4],
  flexibleFrom: 2,
  request: struct<DescribeLogDirsRequest>({
    topics: field(
      nullable(
        array(
          struct<DescribableLogDirTopic>({
            topic: field(string, '0+'),
            partitions: field(array(int32), '0+'),
          }),
        ),
      ),
      '0+',
      [],
    ),
  }),
  response: struct<DescribeLogDirsResponse>({
    throttleTimeMs: field(int32, '0+'),
    errorCode: field(int16, '3+'),
    results: field(
      array(
        struct<DescribeLogDirsResult>({
          errorCode: field(int16, '0+'),
          logDir: field(string, '0+'),
          topics: field(
            array(
              struct<DescribeLogDirsTopic>({
                name: field(string, '0+'),
                partitions: field(
                  array(
                    struct<DescribeLogDirsPartition>({
                      partitionIndex: field(int32, '0+'),
                      partitionSize: field(int64, '0+'),
                      offsetLag: field(int64, '0+'),
                      isFutureKey: field(boolean, '0+'),
                    }),
                  ),
                  '0+',
                ),
              }),
            ),
            '0+',
          ),
          totalBytes: field(int64, '4+', unknownVolumeBytes),
          usableBytes: field(int64, '4+', unknownVolumeBytes),
        }),
      ),
      '0+',
    ),
  }),
});
