import { expect, test } from 'vitest';
import { FieldErrors } from '../../../../source/embedded/kubernetes/validation/field-errors.ts';
import { validatePodSpec } from '../../../../source/embedded/kubernetes/validation/pod-spec.ts';

const rules = { restartPolicies: ['Always'], mountsNeedVolumes: true };

function refused(container: object, volumes: readonly object[] = []): string[] {
  const causes = new FieldErrors();
  validatePodSpec(
    causes,
    'spec',
    { volumes, containers: [{ name: 'it', image: 'app', ...container }] },
    rules,
  );
  return causes.list.map(({ field, message }) => `${field}: ${message}`);
}

const from = 'spec.containers[0].env[0].valueFrom';

test.each([
  [{ fieldRef: { fieldPath: "metadata.labels['app']" } }, []],
  [{ resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } }, []],
  [{ resourceFieldRef: { resource: 'requests.cpu', divisor: '0' } }, []],
  [
    { fieldRef: { fieldPath: 'spec.nodename' } },
    [
      `${from}.fieldRef.fieldPath: Invalid value: "spec.nodename": error converting fieldPath: field label not supported: spec.nodename`,
    ],
  ],
  [
    { fieldRef: { fieldPath: 'status.phase' } },
    [
      expect.stringMatching(
        /fieldPath: Unsupported value: "status.phase": supported values: "metadata.name"/,
      ),
    ],
  ],
  [
    { resourceFieldRef: { resource: 'limits.gpu' } },
    [
      `${from}.resourceFieldRef.resource: Unsupported value: "limits.gpu": supported values: "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory"`,
    ],
  ],
  [
    { resourceFieldRef: { resource: 'limits.cpu', divisor: '1Mi' } },
    [
      `${from}.resourceFieldRef.divisor: Invalid value: "limits.cpu": only divisor's values 1m and 1 are supported with the cpu resource`,
    ],
  ],
])('a variable from %j', (valueFrom, messages) => {
  expect(refused({ env: [{ name: 'A', valueFrom }] })).toEqual(messages);
});

const item = 'spec.volumes[0].downwardAPI.items[0]';

test.each([
  [{ path: 'a', fieldRef: { fieldPath: 'metadata.labels' } }, []],
  [{ path: 'a' }, [`${item}: Required value: one of fieldRef and resourceFieldRef is required`]],
  [
    { path: 'a', resourceFieldRef: { resource: 'limits.cpu' } },
    [`${item}.resourceFieldRef.containerName: Required value`],
  ],
  [
    { path: 'a', fieldRef: { fieldPath: 'status.podIP' } },
    [expect.stringMatching(/fieldPath: Unsupported value: "status.podIP"/)],
  ],
  [
    { path: 'a', fieldRef: { fieldPath: 'metadata.name' }, mode: 0o1777 },
    [`${item}.mode: Invalid value: 1023: must be a number between 0 and 0777 (octal), both inclusive`],
  ],
])('a file of the downward API from %j', (file, messages) => {
  expect(refused({}, [{ name: 'v', downwardAPI: { items: [file] } }])).toEqual(messages);
});

test('a mount may have a subPath or a subPathExpr, not both', () => {
  const volumeMounts = [{ name: 'v', mountPath: '/v', subPath: 'a', subPathExpr: '$(B)' }];
  expect(refused({ volumeMounts }, [{ name: 'v', emptyDir: {} }])).toEqual([
    'spec.containers[0].volumeMounts[0].subPathExpr: Invalid value: "$(B)": subPathExpr and subPath are mutually exclusive',
  ]);
});
