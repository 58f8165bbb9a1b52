import { lstatSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { aboutStats } from '../../../../../source/embedded/containers/shell/files/file-about.ts';

afterEach(() => vi.restoreAllMocks());

it('lets a directory of Windows be entered, where Node reports no execute permission', () => {
  vi.spyOn(process, 'platform', 'get').mockReturnValue('win32');
  const stats = Object.assign(lstatSync(import.meta.dirname), { mode: 0o40666 });
  expect(aboutStats(stats, { uid: 1000, gid: 1000 }).mode).toBe(0o777);
});
