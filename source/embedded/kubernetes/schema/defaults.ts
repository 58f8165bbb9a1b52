import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import type { ResourceName } from '../objects/store-api.ts';
import { isRecord } from '../objects/values.ts';
import { defaultAutoscaler } from './autoscaler-defaults.ts';
import { defaultCronJob, defaultJob } from './job-defaults.ts';
import { type Body, defaultPod, defaultTemplate, fill, records, section } from './pod-defaults.ts';

const byResource: Record<string, (object: Body) => void> = {
  pods: defaultPod,
  jobs: defaultJob,
  cronjobs: defaultCronJob,
  horizontalpodautoscalers: defaultAutoscaler,
  daemonsets(set) {
    fill(set.spec, { revisionHistoryLimit: 10 });
    const strategy = section(set.spec, 'updateStrategy');
    fill(strategy, { type: 'RollingUpdate' });
    if (strategy.type === 'RollingUpdate')
      fill(section(strategy, 'rollingUpdate'), { maxSurge: 0, maxUnavailable: 1 });
    defaultTemplate(set.spec);
    fill(section(set, 'status'), {
      currentNumberScheduled: 0,
      desiredNumberScheduled: 0,
      numberMisscheduled: 0,
      numberReady: 0,
    });
  },
  deployments(deployment) {
    fill(deployment.spec, {
      replicas: 1,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    });
    const strategy = section(deployment.spec, 'strategy');
    fill(strategy, { type: 'RollingUpdate' });
    if (strategy.type === 'RollingUpdate') {
      fill(section(strategy, 'rollingUpdate'), { maxSurge: '25%', maxUnavailable: '25%' });
    }
    defaultTemplate(deployment.spec);
    section(deployment, 'status');
  },
  replicasets(set) {
    fill(set.spec, { replicas: 1 });
    defaultTemplate(set.spec);
    fill(section(set, 'status'), { replicas: 0 });
  },
  statefulsets(set) {
    fill(set.spec, {
      replicas: 1,
      podManagementPolicy: 'OrderedReady',
      serviceName: '',
      revisionHistoryLimit: 10,
    });
    const strategy = section(set.spec, 'updateStrategy');
    fill(strategy, { type: 'RollingUpdate' });
    if (strategy.type === 'RollingUpdate') {
      fill(section(strategy, 'rollingUpdate'), { partition: 0 });
    }
    fill(section(set.spec, 'persistentVolumeClaimRetentionPolicy'), {
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
    });
    defaultTemplate(set.spec);
    for (const claim of records(section(set, 'spec').volumeClaimTemplates)) {
      fill(claim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim', status: {} });
      defaultClaim(claim);
    }
    fill(section(set, 'status'), { replicas: 0, availableReplicas: 0 });
  },
  services(service) {
    const spec = section(service, 'spec');
    fill(spec, { type: 'ClusterIP', sessionAffinity: 'None' });
    for (const port of records(spec.ports)) fill(port, { protocol: 'TCP', targetPort: port.port });
    if (spec.type !== 'ExternalName') {
      fill(spec, { ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack', internalTrafficPolicy: 'Cluster' });
      if (spec.clusterIP) spec.clusterIPs ??= [spec.clusterIP];
    }
    if (spec.type === 'NodePort' || spec.type === 'LoadBalancer')
      fill(spec, { externalTrafficPolicy: 'Cluster' });
    if (spec.type === 'LoadBalancer') fill(spec, { allocateLoadBalancerNodePorts: true });
    service.status ??= { loadBalancer: {} };
  },
  namespaces(namespace) {
    fill(section(namespace, 'spec'), { finalizers: ['kubernetes'] });
    fill(section(namespace, 'status'), { phase: 'Active' });
    const { name } = section(namespace, 'metadata');
    fill(section(namespace.metadata, 'labels'), { 'kubernetes.io/metadata.name': name });
  },
  networkpolicies(policy) {
    const spec = section(policy, 'spec');
    section(spec, 'podSelector');
    for (const rule of [...records(spec.ingress), ...records(spec.egress)])
      for (const port of records(rule.ports)) fill(port, { protocol: 'TCP' });
    if (Array.isArray(spec.policyTypes) && spec.policyTypes.length > 0) return;
    spec.policyTypes = records(spec.egress).length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
  },
  ingresses(ingress) {
    fill(section(ingress, 'status'), { loadBalancer: {} });
  },
  ingressclasses(ingressClass) {
    if (isRecord(ingressClass.spec)) fill(ingressClass.spec.parameters, { scope: 'Cluster' });
  },
  rolebindings: defaultBinding,
  clusterrolebindings: defaultBinding,
  persistentvolumeclaims: (claim) => {
    defaultClaim(claim);
  },
  persistentvolumes(volume) {
    fill(volume.spec, { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' });
    fill(section(volume, 'status'), { phase: 'Pending' });
  },
  secrets(secret) {
    secret.type ??= 'Opaque';
    if (!isRecord(secret.stringData)) return;
    const data = isRecord(secret.data) ? secret.data : {};
    for (const [name, text] of Object.entries(secret.stringData))
      data[name] = Buffer.from(String(text)).toString('base64');
    secret.data = data;
    delete secret.stringData;
  },
  storageclasses: (storage) => {
    fill(storage, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' });
  },
};

const rbacGroup = 'rbac.authorization.k8s.io';

function defaultBinding(binding: Body): void {
  fill(binding.roleRef, { apiGroup: rbacGroup });
  for (const subject of records(binding.subjects))
    if (subject.kind === 'User' || subject.kind === 'Group') fill(subject, { apiGroup: rbacGroup });
}

function defaultClaim(claim: Body): void {
  if (isRecord(claim.spec)) fill(claim.spec, { volumeMode: 'Filesystem' });
  fill(section(claim, 'status'), { phase: 'Pending' });
}

/** Resources with defaults inside a spec that may be missing. */
const withSpec = new Set([
  'daemonsets',
  'deployments',
  'persistentvolumes',
  'replicasets',
  'services',
  'statefulsets',
]);

/** Fills in the API server's defaults; idempotent. A spec that is not an object is left to validation. */
export function applyDefaults(resource: ResourceName, object: KubeObject): void {
  if (withSpec.has(resource)) {
    object.spec ??= {};
    if (!isRecord(object.spec)) return;
  }
  byResource[resource]?.(object);
}
