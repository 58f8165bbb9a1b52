import { expect, test } from 'vitest';
import {
  mostAffinityTerms,
  mostAffinityValues,
} from '../../../../source/embedded/kubernetes/validation/affinity.ts';
import { FieldErrors } from '../../../../source/embedded/kubernetes/validation/field-errors.ts';
import { validatePersistentVolume } from '../../../../source/embedded/kubernetes/validation/persistent-volume.ts';
import { validatePodSpec } from '../../../../source/embedded/kubernetes/validation/pod-spec.ts';

const rules = { restartPolicies: ['Always'], mountsNeedVolumes: true };
const required = 'requiredDuringSchedulingIgnoredDuringExecution';

/** The fields that are refused. */
function refused(affinity: object): string[] {
  const causes = new FieldErrors();
  validatePodSpec(causes, 'spec', { containers: [{ name: 'app', image: 'app' }], affinity }, rules);
  return causes.list.map(({ field, message }) => `${field}: ${message}`);
}

const nodeTerm = { matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] };
const podTerm = { topologyKey: 'zone', labelSelector: { matchLabels: { app: 'web' } } };

test('2,000 terms of a node selector were compared with every node in one go', () => {
  const terms = (count: number) => ({
    nodeAffinity: { [required]: { nodeSelectorTerms: Array(count).fill(nodeTerm) } },
  });
  expect(refused(terms(mostAffinityTerms))).toEqual([]);
  const field = `spec.affinity.nodeAffinity.${required}.nodeSelectorTerms`;
  expect(refused(terms(2_000))).toEqual([
    `${field}: Too many: 2000: must have at most ${mostAffinityTerms} items`,
    expect.stringContaining(`must hold at most ${mostAffinityValues} values`),
  ]);
});

test.each(['podAffinity', 'podAntiAffinity'])('the terms of a %s are limited as well', (kind) => {
  expect(refused({ [kind]: { [required]: Array(mostAffinityTerms).fill(podTerm) } })).toEqual([]);
  expect(refused({ [kind]: { [required]: Array(mostAffinityTerms + 1).fill(podTerm) } })).toEqual([
    `spec.affinity.${kind}.${required}: Too many: 101: must have at most 100 items`,
  ]);
});

test('a single term with as many values as fit into a request is refused', () => {
  const values = Array.from({ length: mostAffinityValues }, (_, index) => `zone-${index}`);
  const nodeSelectorTerms = [{ matchExpressions: [{ key: 'zone', operator: 'NotIn', values }] }];
  expect(refused({ nodeAffinity: { [required]: { nodeSelectorTerms } } }).join()).toContain(
    'must hold at most',
  );
  const causes = new FieldErrors();
  validatePersistentVolume(causes, {
    accessModes: ['ReadWriteOnce'],
    capacity: {},
    hostPath: { path: '/data' },
    nodeAffinity: { required: { nodeSelectorTerms } },
  });
  expect(causes.list.map(({ field }) => field)).toEqual(['spec.nodeAffinity.required.nodeSelectorTerms']);
});
