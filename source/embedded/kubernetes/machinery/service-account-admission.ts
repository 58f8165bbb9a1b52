import type { Container, VolumeMount } from '../../../kubernetes-types/core/container.ts';
import type { Volume } from '../../../kubernetes-types/core/volume.ts';
import type { Draft, Stored } from '../../../kubernetes-types/kinds.ts';
import { forbidden } from '../objects/status-error.ts';
import type { Store } from '../objects/store-api.ts';
import { isRecord } from '../objects/values.ts';

/** Where a client library in a pod looks for its token. */
const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';
const volumePrefix = 'kube-api-access-';

/** The ConfigMap that each namespace has, with the authority of the API's certificate. */
export const rootAuthority = { configMap: 'kube-root-ca.crt', key: 'ca.crt' } as const;

/** A token is asked for an hour and some seconds, by which the API server knows that it may last longer. */
export const defaultMountSeconds = 3607;

/**
 * What the API server's admission does to each new pod for its ServiceAccount: mounts a token into all containers, and copies the
 * account's pull secrets. Throws a 403 for an account that does not exist. Only `default` may be missing: it comes a moment after its
 * namespace, and the API server waits for it.
 * Reference: plugin/pkg/admission/serviceaccount/admission.go
 */
export function admitServiceAccount(store: Store, pod: Draft<'pods'>): void {
  const { spec, metadata } = pod;
  // What lacks a spec is for the validation to refuse.
  if (!isRecord(spec)) return;
  const { namespace = 'default' } = metadata;
  const name = spec.serviceAccountName || 'default';
  const account = store.get('serviceaccounts', namespace, name);
  if (!account && name !== 'default')
    throw forbidden(
      'pods',
      metadata.name ?? metadata.generateName ?? '',
      `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`,
    );
  if (wantsToken(spec, account)) mountToken(spec);
  if ((spec.imagePullSecrets ?? []).length === 0 && (account?.imagePullSecrets ?? []).length > 0)
    spec.imagePullSecrets = structuredClone(account?.imagePullSecrets);
}

/** The pod's preference wins, then the account's. */
function wantsToken(
  { automountServiceAccountToken }: Draft<'pods'>['spec'],
  account: Stored<'serviceaccounts'> | undefined,
): boolean {
  return automountServiceAccountToken ?? account?.automountServiceAccountToken ?? true;
}

function mountToken(spec: Draft<'pods'>['spec']): void {
  const own = spec.volumes?.find(({ name }) => name.startsWith(volumePrefix));
  const mount: VolumeMount = {
    name: own?.name ?? `${volumePrefix}${randomSuffix()}`,
    readOnly: true,
    mountPath,
  };
  const lacking = [...(spec.initContainers ?? []), ...(spec.containers ?? [])].filter(
    ({ volumeMounts = [] }: Container) => !volumeMounts.some((one) => one.mountPath === mountPath),
  );
  for (const container of lacking) container.volumeMounts = [...(container.volumeMounts ?? []), { ...mount }];
  if (own === undefined && lacking.length > 0)
    spec.volumes = [...(spec.volumes ?? []), tokenVolume(mount.name)];
}

function tokenVolume(name: string): Volume {
  const { configMap, key } = rootAuthority;
  return {
    name,
    projected: {
      defaultMode: 0o644,
      sources: [
        { serviceAccountToken: { expirationSeconds: defaultMountSeconds, path: 'token' } },
        { configMap: { name: configMap, items: [{ key, path: 'ca.crt' }] } },
        {
          downwardAPI: {
            items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
          },
        },
      ],
    },
  };
}

const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

function randomSuffix(): string {
  return Array.from({ length: 5 }, () => alphabet[Math.floor(Math.random() * alphabet.length)]).join('');
}
