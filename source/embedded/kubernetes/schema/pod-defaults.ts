import { isRecord } from '../objects/values.ts';

/** A body as a client wrote it, or a part of one: its types are not checked yet. */
export type Body = Record<string, unknown>;

/** Sets a missing field. */
export function fill(object: unknown, values: Body): void {
  if (!isRecord(object)) return;
  for (const [field, value] of Object.entries(values)) object[field] ??= value;
}

/** The object in `field`, created if missing. A value that is not an object is left to validation. */
export function section(parent: unknown, field: string): Body {
  if (!isRecord(parent)) return {};
  parent[field] ??= {};
  const inner = parent[field];
  return isRecord(inner) ? inner : {};
}

export function records(value: unknown): Body[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** Defaults of pod templates and pods (`SetDefaults_PodSpec` and its parts). */
export function defaultPodSpec(spec: Body): void {
  fill(spec, {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
  });
  if (spec.serviceAccountName) spec.serviceAccount ??= spec.serviceAccountName;
  else if (spec.serviceAccount) spec.serviceAccountName ??= spec.serviceAccount;
  for (const container of [...records(spec.initContainers), ...records(spec.containers)])
    defaultContainer(container);
  for (const volume of records(spec.volumes)) defaultVolume(volume);
}

/** The pod template in a spec. */
export function defaultTemplate(spec: unknown): void {
  if (!isRecord(spec) || !isRecord(spec.template)) return;
  section(spec.template, 'metadata');
  if (isRecord(spec.template.spec)) defaultPodSpec(spec.template.spec);
}

/** What admission adds only to pods, not to templates. */
export function defaultPod(pod: Body): void {
  if (!isRecord(pod.spec)) return;
  const { spec } = pod;
  defaultPodSpec(spec);
  fill(spec, {
    serviceAccountName: 'default',
    serviceAccount: spec.serviceAccountName ?? 'default',
    enableServiceLinks: true,
    priority: 0,
    preemptionPolicy: 'PreemptLowerPriority',
    tolerations: ['not-ready', 'unreachable'].map((condition) => ({
      key: `node.kubernetes.io/${condition}`,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: 300,
    })),
  });
  pod.status = isRecord(pod.status) ? pod.status : {};
  fill(pod.status, { phase: 'Pending', qosClass: qualityOfService(spec) });
}

function defaultContainer(container: Body): void {
  const image = typeof container.image === 'string' ? container.image : '';
  fill(container, {
    imagePullPolicy: isLatest(image) ? 'Always' : 'IfNotPresent',
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  });
  for (const port of records(container.ports)) fill(port, { protocol: 'TCP' });
  for (const variable of records(container.env)) {
    if (isRecord(variable.valueFrom)) defaultFieldSource(variable.valueFrom);
  }
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    if (isRecord(container[probe])) defaultProbe(container[probe]);
  }
  if (isRecord(container.lifecycle))
    for (const hook of [container.lifecycle.postStart, container.lifecycle.preStop]) defaultHttpGet(hook);
  if (!isRecord(container.resources) || !isRecord(container.resources.limits)) return;
  const requests = isRecord(container.resources.requests) ? container.resources.requests : {};
  container.resources.requests = { ...container.resources.limits, ...requests };
}

/** A reference without a digest, and without a tag or with `latest`. */
function isLatest(image: string): boolean {
  if (image.includes('@')) return false;
  const tag = /:([^:/]+)$/.exec(image)?.[1];
  return tag === undefined || tag === 'latest';
}

function defaultProbe(probe: Body): void {
  fill(probe, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 });
  defaultHttpGet(probe);
}

function defaultHttpGet(handler: unknown): void {
  if (isRecord(handler)) fill(handler.httpGet, { path: '/', scheme: 'HTTP' });
}

function defaultVolume(volume: Body): void {
  for (const source of ['configMap', 'secret', 'projected', 'downwardAPI']) {
    if (isRecord(volume[source])) fill(volume[source], { defaultMode: 420 });
  }
  if (isRecord(volume.hostPath)) fill(volume.hostPath, { type: '' });
  const projected = isRecord(volume.projected) ? records(volume.projected.sources) : [];
  for (const { serviceAccountToken } of projected) fill(serviceAccountToken, { expirationSeconds: 3600 });
  for (const { downwardAPI } of [volume, ...projected])
    if (isRecord(downwardAPI)) for (const item of records(downwardAPI.items)) defaultFieldSource(item);
}

function defaultFieldSource(source: Body): void {
  fill(source.fieldRef, { apiVersion: 'v1' });
  fill(source.resourceFieldRef, { divisor: '0' });
}

function qualityOfService(spec: Body): string {
  const containers = [...records(spec.containers), ...records(spec.initContainers)];
  let any = false;
  let guaranteed = true;
  for (const container of containers) {
    const resources = isRecord(container.resources) ? container.resources : {};
    const limits = isRecord(resources.limits) ? resources.limits : {};
    const requests = isRecord(resources.requests) ? resources.requests : {};
    if (Object.keys(limits).length + Object.keys(requests).length > 0) any = true;
    for (const name of ['cpu', 'memory']) {
      if (limits[name] === undefined || String(limits[name]) !== String(requests[name])) guaranteed = false;
    }
  }
  if (!any) return 'BestEffort';
  return guaranteed ? 'Guaranteed' : 'Burstable';
}
