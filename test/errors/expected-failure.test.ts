import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ApiStatusError, ApiUnreachableError } from '../../source/cluster/api/api-errors.ts';
import { ifExpected, isExpectedFailure } from '../../source/errors/expected-failure.ts';
import { LabError } from '../../source/errors/lab-error.ts';

const thrownBy = async (work: () => unknown): Promise<unknown> => {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

describe('a failure that a cluster may cause at any time', () => {
  it.each<[string, () => unknown]>([
    ['an error for the user', () => new LabError('cluster', 'no broker runs')],
    ['a refusal of the API server', () => new ApiStatusError({ kind: 'Status', code: 403 })],
    ['no answer', () => new ApiUnreachableError('127.0.0.1:1', new Error('reset'))],
    ['a refused connection', () => new Promise((resolve) => connect(1, '127.0.0.1').once('error', resolve))],
    ['a stream that ends early', () => Object.assign(new Error('x'), { code: 'ERR_STREAM_PREMATURE_CLOSE' })],
    ['a response that is not HTTP', () => Object.assign(new Error('x'), { code: 'HPE_INVALID_CONSTANT' })],
    ['an abort', () => AbortSignal.abort().reason],
  ])('is %s', async (_what, make) => {
    expect(isExpectedFailure(await make())).toBe(true);
  });

  it.each<[string, () => unknown]>([
    ['a TypeError', () => thrownBy(() => (undefined as unknown as { x: number }).x)],
    ['a wrong argument', () => thrownBy(() => new URL(undefined as unknown as string))],
    ['a SyntaxError', () => thrownBy(() => JSON.parse('{'))],
    ['an error without a class or a code', () => new Error('the counts do not add up')],
    ['no error at all', () => 'text'],
  ])('is not %s', async (_what, make) => {
    expect(isExpectedFailure(await make())).toBe(false);
  });

  it('is replaced by a value; anything else is rethrown', async () => {
    await expect(Promise.reject(new LabError('cluster', 'away')).catch(ifExpected(7))).resolves.toBe(7);
    const defect = new TypeError('x is undefined');
    await expect(Promise.reject(defect).catch(ifExpected(7))).rejects.toBe(defect);
  });
});
