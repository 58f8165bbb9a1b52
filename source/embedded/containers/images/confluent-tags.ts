/**
 * The newest patch release of each line of Confluent Platform with ZooKeeper whose images are on Docker Hub, as of January 2026.
 * Source: the release tags of github.com/confluentinc/cp-docker-images (up to 5.3) and confluentinc/kafka-images
 */
const newestPatch: Readonly<Record<string, number>> = {
  ...{ '5.0': 4, '5.1': 4, '5.2': 7, '5.3': 8, '5.4': 11, '5.5': 15, '6.0': 15, '6.1': 15, '6.2': 15 },
  ...{
    '7.0': 16,
    '7.1': 16,
    '7.2': 15,
    '7.3': 15,
    '7.4': 14,
    '7.5': 13,
    '7.6': 10,
    '7.7': 8,
    '7.8': 7,
    '7.9': 6,
  },
};

/** Lines that the embedded images do not stand for: before 5.0, or without ZooKeeper. */
const otherLines = /^(?:latest|[348]\.\d+\.\d+)(?:-\d+)?(?:-ubi[89])?(?:\.(?:amd64|arm64))?$/;

/** Tags of cp-kafka and cp-zookeeper that the embedded images stand for: `7.3.5`, `7.3.5-1-ubi8`, `7.3.5.arm64`. */
export const confluentTags = {
  test(tag: string): boolean {
    const match = /^(\d\.\d)\.(\d{1,2})(?:-\d{1,2}-ubi[89])?(?:\.(?:amd64|arm64))?$/.exec(tag);
    const [, line = '', patch = ''] = match ?? [];
    return (
      Object.hasOwn(newestPatch, line) &&
      String(Number(patch)) === patch &&
      Number(patch) <= newestPatch[line]!
    );
  },
};

/** Whether Docker Hub has no such tag of these images. */
export function isUnknownTag(tag: string): boolean {
  return !confluentTags.test(tag) && !otherLines.test(tag);
}
