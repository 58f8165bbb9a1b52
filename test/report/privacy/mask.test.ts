import { describe, expect, it } from 'vitest';
import type { JournalEvent } from '../../../source/journal/events.ts';
import { createMask, maskEvent } from '../../../source/report/privacy/mask.ts';

describe('a mask', () => {
  it.each([
    ['/home/ada/project/kafka.yml', '~/project/kafka.yml'],
    ['open /Users/ada: denied', 'open ~: denied'],
    ['C:\\Users\\Ada\\lab', '~\\lab'],
    ['/root/.kube/config', '~/.kube/config'],
    ['/rooted and /homes/x', '/rooted and /homes/x'],
    ['/srv/people/ada/lab', '~/lab'],
    ['Authorization: Bearer abcdefghijklmnopqrstuvwx', 'Authorization: [redacted]'],
    ['token: abcdefghijklmnopqrstuvwx', '[redacted]'],
    ['x eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.c2lnbmF0dXJl y', 'x [redacted] y'],
    ['-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----', '[redacted]'],
  ])('makes of %j', (text, masked) => {
    expect(createMask('/srv/people/ada', [])(text)).toBe(masked);
  });

  it('leaves out words, in any case, the longer ones first', () => {
    expect(createMask(undefined, ['ada', 'adalbert'])('Ada and ADALBERT (x.y)')).toBe(
      '[redacted] and [redacted] (x.y)',
    );
    expect(createMask(undefined, ['x.y'])('x.y xzy')).toBe('[redacted] xzy');
  });

  it('keeps the names by which a report finds things', () => {
    const event = {
      v: 1,
      at: 'step',
      ms: 1,
      type: 'step-started',
      step: 'step',
      title: 'a step',
    } as JournalEvent;
    expect(maskEvent(event, createMask(undefined, ['step']))).toEqual({ ...event, title: 'a [redacted]' });
  });
});
