import type { throttleSettings } from '../dynamic/throttle-settings.ts';

export const throttleDocumentation: Readonly<Record<keyof typeof throttleSettings, string>> = {
  'leader.replication.throttled.rate':
    'How fast the throttled replicas that this broker leads may be read, in bytes per second.',
  'follower.replication.throttled.rate':
    'How fast the throttled replicas on this broker may fetch, in bytes per second.',
  'replica.alter.log.dirs.io.max.bytes.per.second':
    'How fast replicas may move between the log directories of this broker, in bytes per second.',
};
