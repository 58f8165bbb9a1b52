import { expect, test } from 'vitest';
import { GracePeriod } from '../../../../source/embedded/kubernetes/kubelet/grace-period.ts';
import type { Stored } from '../../../../source/kubernetes-types/kinds.ts';
import { pod } from '../manifests.ts';

function deleted(deletionGracePeriodSeconds?: number): Stored<'pods'> {
  const manifest = pod('web', { terminationGracePeriodSeconds: 20 }) as Stored<'pods'>;
  const metadata = {
    ...manifest.metadata,
    ...(deletionGracePeriodSeconds === undefined ? {} : { deletionGracePeriodSeconds }),
  };
  return { ...manifest, metadata };
}

test('a grace period runs down; a later request may shorten it but not extend it', () => {
  const period = new GracePeriod();
  expect(period.remaining(deleted(10), 0)).toBe(10_000);
  expect(period.remaining(deleted(10), 4_000)).toBe(6_000);
  expect(period.remaining(deleted(60), 4_000)).toBe(6_000);
  expect(period.remaining(deleted(1), 4_000)).toBe(1_000);
  expect(period.remaining(deleted(1), 9_000)).toBe(0);
});

test('the pod provides the default if the request has none', () => {
  expect(new GracePeriod().remaining(deleted(), 0)).toBe(20_000);
});
