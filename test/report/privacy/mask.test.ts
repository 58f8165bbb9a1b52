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
    // Put together here, so that no scanner takes them for real ones.
    [`key ${'AKIA'}IOSFODNN7EXAMPLE!`, 'key [redacted]!'],
    ['MAKIAIOSFODNN7EXAMPLES and AKIA-47', 'MAKIAIOSFODNN7EXAMPLES and AKIA-47'],
    [`aws_secret_access_key = ${'k'.repeat(40)}`, '[redacted]'],
    [`clone with ${'ghp'}_${'a1'.repeat(18)}`, 'clone with [redacted]'],
    [`${'xoxb'}-1234567890-abcdef`, '[redacted]'],
    [`-----BEGIN RSA PRIVATE KEY-----\n${'Q'.repeat(64)}\n${'R'.repeat(64)}\n$ ls`, '[redacted]\n$ ls'],
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

  it('drops the looks of a line that it changed, where they would colour something else', () => {
    const looks = [
      { line: 0, from: 0, length: 3, colour: 1 },
      { line: 1, from: 10, length: 3, colour: '#ada000' },
    ] as const;
    const event: JournalEvent = {
      v: 1,
      at: '2026-11-30T12:00:00.000Z',
      ms: 1,
      type: 'command-output',
      command: 1,
      stream: 'stdout',
      text: 'read /home/ada/x\nnothing private',
      looks,
    };
    const masked = maskEvent(event, createMask(undefined, ['ada']));
    expect(masked).toMatchObject({ text: 'read ~/x\nnothing private', looks: [looks[1]] });
    const secret = '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\nnothing private';
    expect(maskEvent({ ...event, text: secret }, createMask(undefined, []))).toMatchObject({ looks: [] });
  });
});
