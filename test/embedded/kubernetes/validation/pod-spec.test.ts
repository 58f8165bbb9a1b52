import { expect, it } from 'vitest';
import { FieldErrors } from '../../../../source/embedded/kubernetes/validation/field-errors.ts';
import { validatePodSpec } from '../../../../source/embedded/kubernetes/validation/pod-spec.ts';

const rules = { restartPolicies: ['Always'], mountsNeedVolumes: true };
const pod = {
  containers: [{ name: 'web', image: 'node:20' }],
  restartPolicy: 'Always',
  dnsPolicy: 'ClusterFirst',
};

it.each(['nodeName', 'serviceAccountName', 'priorityClassName', 'hostname', 'subdomain'])(
  'a pod whose %s is no name was accepted',
  (name) => {
    const fieldsOf = (value: unknown) => {
      const causes = new FieldErrors();
      validatePodSpec(causes, 'spec', { ...pod, [name]: value }, rules);
      return causes.list.map(({ field }) => field).filter((field) => field === `spec.${name}`);
    };
    for (const wrong of ['../..', 'A', 'a/b', '-a', 'x'.repeat(300)])
      expect(fieldsOf(wrong), wrong).toEqual([`spec.${name}`]);
    for (const right of [undefined, '', 'kafka-lab-worker']) expect(fieldsOf(right)).toEqual([]);
  },
);
