import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import type { ServiceAccountTokenProjection } from '../../../kubernetes-types/core/volume.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { defaultMountSeconds } from '../machinery/service-account-admission.ts';
import type { Store } from '../objects/store-api.ts';
import { VolumeError } from './volume-error.ts';

const issuer = 'https://kubernetes.default.svc.cluster.local';
const usualSeconds = 3600;
/** A token of the default mount outlives its time by so much: `service-account-extend-token-expiration`. */
const extendedSeconds = 365 * 24 * 3600;

/** Made with the first token: a process of its own has a key of its own. */
let signer: KeyObject | undefined;

/**
 * The token of a pod's ServiceAccount, with the claims that the API server writes into one. It lets nobody in: this cluster's API takes
 * only the token of its kubeconfig. It is not renewed while the pod runs.
 * Reference: Claims in pkg/serviceaccount/claims.go
 */
export function serviceAccountToken(
  store: Store,
  pod: Stored<'pods'>,
  { audience, expirationSeconds = usualSeconds }: ServiceAccountTokenProjection,
  nowMs: number,
): string {
  const { namespace = 'default', name, uid } = pod.metadata;
  const account = store.get('serviceaccounts', namespace, accountOf(pod));
  if (!account) throw new VolumeError(`failed to fetch token: serviceaccounts "${accountOf(pod)}" not found`);
  const node = store.get('nodes', undefined, pod.spec.nodeName ?? '');
  const now = Math.floor(nowMs / 1000);
  const isExtended = expirationSeconds === defaultMountSeconds && !audience;
  return signed({
    aud: [audience || issuer],
    exp: now + (isExtended ? extendedSeconds : expirationSeconds),
    iat: now,
    iss: issuer,
    jti: randomUUID(),
    'kubernetes.io': {
      namespace,
      ...(node ? { node: { name: node.metadata.name, uid: node.metadata.uid } } : {}),
      pod: { name, uid },
      serviceaccount: { name: account.metadata.name, uid: account.metadata.uid },
      ...(isExtended ? { warnafter: now + expirationSeconds } : {}),
    },
    nbf: now,
    sub: `system:serviceaccount:${namespace}:${account.metadata.name}`,
  });
}

export function accountOf({ spec }: Stored<'pods'>): string {
  return spec.serviceAccountName || 'default';
}

/** A JSON Web Token (RFC 7519), signed with ES256. */
function signed(claims: object): string {
  signer ??= generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const text = [{ alg: 'ES256', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = sign('sha256', Buffer.from(text), { key: signer, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}
