import { expect, it } from 'vitest';
import { admitServiceAccount } from '../../../../source/embedded/kubernetes/machinery/service-account-admission.ts';
import { createStore } from '../../../../source/embedded/kubernetes/store/memory-store.ts';
import type { Draft } from '../../../../source/kubernetes-types/kinds.ts';
import { pod } from '../manifests.ts';

const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';

function admitted(spec: Record<string, unknown> = {}, container: Record<string, unknown> = {}) {
  const store = createStore();
  const account = (name: string, more: object = {}) =>
    store.create('serviceaccounts', { metadata: { name, namespace: 'default' }, ...more });
  account('default');
  account('quiet', { automountServiceAccountToken: false, imagePullSecrets: [{ name: 'registry' }] });
  const draft = structuredClone(pod('web', spec, container)) as Draft<'pods'>;
  admitServiceAccount(store, draft);
  return draft.spec;
}

it('mounts the token, the CA certificate and the namespace into each container', () => {
  const {
    volumes = [],
    containers,
    initContainers = [],
  } = admitted({
    initContainers: [{ name: 'first', image: 'app:v1' }],
  });
  expect(volumes).toHaveLength(1);
  expect(volumes[0]?.name).toMatch(/^kube-api-access-[a-z0-9]{5}$/);
  expect(volumes[0]?.projected).toEqual({
    defaultMode: 420,
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      {
        downwardAPI: {
          items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
        },
      },
    ],
  });
  for (const { volumeMounts } of [...containers, ...initContainers])
    expect(volumeMounts).toEqual([{ name: volumes[0]?.name, readOnly: true, mountPath }]);
});

it('mounts nothing if the path is taken, or if the pod or its account opts out', () => {
  const own = { volumeMounts: [{ name: 'own', mountPath }] };
  expect(admitted({ volumes: [{ name: 'own', emptyDir: {} }] }, own).volumes).toHaveLength(1);
  expect(admitted({ automountServiceAccountToken: false }).volumes).toBeUndefined();
  expect(admitted({ serviceAccountName: 'quiet' })).not.toHaveProperty('volumes');
  expect(admitted({ serviceAccountName: 'quiet', automountServiceAccountToken: true }).volumes).toHaveLength(
    1,
  );
});

it('gives a pod the pull secrets of its account, unless it has its own', () => {
  expect(admitted({ serviceAccountName: 'quiet' }).imagePullSecrets).toEqual([{ name: 'registry' }]);
  const own = { serviceAccountName: 'quiet', imagePullSecrets: [{ name: 'mine' }] };
  expect(admitted(own).imagePullSecrets).toEqual([{ name: 'mine' }]);
});

it('refuses a pod whose account does not exist, with the message of the API server', () => {
  expect(() => admitted({ serviceAccountName: 'kafka' })).toThrow(
    'pods "web" is forbidden: error looking up service account default/kafka: serviceaccount "kafka" not found',
  );
});
