import { expect, test } from 'vitest';
import { FieldErrors } from '../../../../source/embedded/kubernetes/validation/field-errors.ts';
import { validatePodSpec } from '../../../../source/embedded/kubernetes/validation/pod-spec.ts';

const rules = { restartPolicies: ['Always'], mountsNeedVolumes: true };

function refused(container: object, list: 'containers' | 'initContainers' = 'containers'): string[] {
  const causes = new FieldErrors();
  const spec = {
    terminationGracePeriodSeconds: 30,
    containers: [{ name: 'app', image: 'app' }],
    [list]: [{ name: 'it', image: 'app', ...container }],
  };
  validatePodSpec(causes, 'spec', spec, rules);
  return causes.list.map(({ field, message }) => `${field}: ${message}`);
}

const at = 'spec.containers[0].lifecycle.preStop';

test.each([
  [{}, `${at}: Required value: must specify a handler type`],
  [{ exec: {} }, `${at}.exec.command: Required value`],
  [
    { exec: { command: ['x'] }, httpGet: { port: 80 } },
    `${at}.httpGet: Forbidden: may not specify more than 1 handler type`,
  ],
  [
    { httpGet: { path: '/' } },
    `${at}.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive`,
  ],
  [
    { httpGet: { port: 'UPPER' } },
    `${at}.httpGet.port: Invalid value: "UPPER": must be at most 15 lowercase letters, digits and single dashes`,
  ],
  [
    { httpGet: { port: 80, scheme: 'FTP' } },
    `${at}.httpGet.scheme: Unsupported value: "FTP": supported values: "HTTP", "HTTPS"`,
  ],
  [
    { sleep: { seconds: 31 } },
    `${at}.sleep: Invalid value: 31: must be greater than 0 and less than terminationGracePeriodSeconds (30). Enable AllowPodLifecycleSleepActionZeroValue feature gate for zero sleep.`,
  ],
])('a hook %j is refused', (preStop, message) => {
  expect(refused({ lifecycle: { preStop } })).toEqual([message]);
});

test.each([
  [{ exec: { command: ['x'] } }],
  [{ httpGet: { port: 'web', path: '/stop', scheme: 'HTTPS' } }],
  [{ sleep: { seconds: 30 } }],
  [{ tcpSocket: { port: 80 } }],
])('a hook %j is accepted', (postStart) => {
  expect(refused({ lifecycle: { postStart } })).toEqual([]);
});

test('an init container may have no hooks and probes, a sidecar may', () => {
  const lifecycle = { postStart: { exec: { command: ['x'] } } };
  const why = 'Forbidden: may not be set for init containers without restartPolicy=Always';
  expect(refused({ lifecycle, livenessProbe: {} }, 'initContainers')).toEqual([
    `spec.initContainers[0].lifecycle: ${why}`,
    `spec.initContainers[0].livenessProbe: ${why}`,
  ]);
  expect(refused({ lifecycle, restartPolicy: 'Always' }, 'initContainers')).toEqual([]);
});
