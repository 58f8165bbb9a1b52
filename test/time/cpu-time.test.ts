import { createContext, Script } from 'node:vm';
import { afterEach, expect, it, vi } from 'vitest';
import { withinCpuTime } from '../../source/time/cpu-time.ts';

afterEach(() => vi.restoreAllMocks());

const endless = new Script('for (;;);');
const answer = new Script('42');

it('stopped a script for good that had been kept waiting by a busy machine', () => {
  const cpuUsage = vi.spyOn(process, 'cpuUsage').mockReturnValue({ user: 1_000, system: 0 });
  const limits: number[] = [];
  const value = withinCpuTime(20, (timeout) => {
    limits.push(timeout);
    return (limits.length < 3 ? endless : answer).runInContext(createContext(), { timeout });
  });
  expect(value).toBe(42);
  expect(limits).toEqual([20, 40, 80]);
  expect(cpuUsage).toHaveBeenCalled();
});

it('stops a script that has used its time, at the first attempt', () => {
  vi.spyOn(process, 'cpuUsage').mockReturnValue({ user: 19_000, system: 1_000 });
  let attempts = 0;
  const value = withinCpuTime(20, (timeout) => {
    attempts += 1;
    return endless.runInContext(createContext(), { timeout });
  });
  expect(value).toBeUndefined();
  expect(attempts).toBe(1);
});

it('ends even where the process hardly runs, and throws what the script throws', () => {
  vi.spyOn(process, 'cpuUsage').mockReturnValue({ user: 0, system: 0 });
  expect(withinCpuTime(5, (timeout) => endless.runInContext(createContext(), { timeout }))).toBeUndefined();
  expect(() =>
    withinCpuTime(5, () => {
      throw new RangeError('wrong');
    }),
  ).toThrow(new RangeError('wrong'));
});
