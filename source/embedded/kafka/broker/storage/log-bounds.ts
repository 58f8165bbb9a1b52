import { internalTopics } from '../../controller/topic-names.ts';
import type { SegmentLimits } from '../../log/log-segments.ts';

// Bounds a partition's disk use whatever the topic asks for: this runs on a learner's machine.
const largestSegmentBytes = 16 * 1024 * 1024;
const largestLogBytes = 256 * 1024 * 1024;
// Compaction frees disk by whole segments, so a compacted topic has small ones.
const compactedSegmentBytes = 1024 * 1024;

/**
 * When a partition begins a new segment, by the settings of its topic, of which `settingOf` knows what applies. The topic's `retention.bytes`
 * is no part of it: what exceeds that goes at the next retention check, as in Kafka.
 */
export function logBounds(topic: string, settingOf: (name: string) => string | undefined): SegmentLimits {
  const bounded = (name: string, most: number) => {
    const value = Number(settingOf(name) ?? -1);
    return value >= 0 && value < most ? value : most;
  };
  const compacted = internalTopics.has(topic);
  return {
    segmentBytes: bounded('segment.bytes', compacted ? compactedSegmentBytes : largestSegmentBytes),
    segmentMs: bounded('segment.ms', Number.POSITIVE_INFINITY),
    retentionBytes: largestLogBytes,
  };
}
