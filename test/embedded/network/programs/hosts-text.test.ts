import { describe, expect, it } from 'vitest';
import { hostsText, isHostName } from '../../../../source/embedded/network/programs/hosts-text.ts';

describe('a hosts file for a program', () => {
  it('has a line for each address of each name', () => {
    const names = new Map([['kafka-service', ['127.9.0.2', '127.9.0.3']]]);
    expect(hostsText('consumer-1', names)).toBe(
      '127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n127.0.0.1 consumer-1\n127.9.0.2 kafka-service\n127.9.0.3 kafka-service\n',
    );
  });

  it.each(['a b', 'a\n1.2.3.4 example.com', 'a#b', '', '-a', 'a..b', 'a'.repeat(64), 'A_b'])(
    'rejects a name that is not a DNS name: %j',
    (name) => {
      expect(isHostName(name)).toBe(false);
      expect(hostsText(name, new Map([[name, ['127.9.0.2']]])).split('\n')).toHaveLength(3);
    },
  );

  it('has a maximum size', () => {
    const names = new Map(Array.from({ length: 10_000 }, (_, index) => [`n${index}`, ['127.9.0.2']]));
    expect(hostsText('p', names).split('\n')).toHaveLength(2_001);
  });
});
