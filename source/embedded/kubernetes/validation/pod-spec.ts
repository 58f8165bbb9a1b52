import { quantityValue } from '../../../kubernetes-values/quantity.ts';
import { isRecord } from '../objects/values.ts';
import { records } from '../schema/pod-defaults.ts';
import { validateAffinity } from './affinity.ts';
import type { FieldErrors } from './field-errors.ts';
import { validateFieldSources } from './field-sources.ts';
import { validateInitContainer, validateLifecycle } from './lifecycle.ts';
import { dnsLabel, dnsSubdomain } from './names.ts';
import { checkDescending, checkPath, validateVolumeSource } from './volume-paths.ts';

export interface PodSpecRules {
  /** Restart policies that the owner allows. */
  readonly restartPolicies: readonly string[];
  /** False where volumes come from elsewhere too: a StatefulSet's claims. */
  readonly mountsNeedVolumes: boolean;
}

/** The kubelet looks at all containers of a pod in one go, and writes events for each. No pod that people write has as many. */
export const mostContainers = 100;

/** The fields that hold a name of another object, or of the pod itself in DNS. */
const namesOfOthers: readonly (readonly [string, (value: string) => string | undefined])[] = [
  ['nodeName', dnsSubdomain],
  ['serviceAccountName', dnsSubdomain],
  ['priorityClassName', dnsSubdomain],
  ['hostname', dnsLabel],
  ['subdomain', dnsLabel],
];

type Fields = Record<string, unknown>;

/** The rules of `ValidatePodSpec` that a person meets when writing a manifest by hand. */
export function validatePodSpec(
  causes: FieldErrors,
  field: string,
  spec: unknown,
  rules: PodSpecRules,
): void {
  const pod = isRecord(spec) ? spec : {};
  const containers = records(pod.containers);
  if (containers.length === 0) causes.required(`${field}.containers`);
  causes.tooMany(`${field}.containers`, containers.length, mostContainers);
  causes.tooMany(`${field}.initContainers`, records(pod.initContainers).length, mostContainers);
  causes.oneOf(`${field}.restartPolicy`, pod.restartPolicy, rules.restartPolicies);
  causes.oneOf(`${field}.dnsPolicy`, pod.dnsPolicy, [
    'ClusterFirstWithHostNet',
    'ClusterFirst',
    'Default',
    'None',
  ]);
  for (const [name, rule] of namesOfOthers) {
    const value = pod[name];
    const wrong = typeof value === 'string' && value !== '' ? rule(value) : undefined;
    if (wrong !== undefined) causes.invalid(`${field}.${name}`, value, wrong);
  }
  causes.notNegative(`${field}.terminationGracePeriodSeconds`, pod.terminationGracePeriodSeconds);
  validateAffinity(causes, `${field}.affinity`, pod.affinity);

  const volumes = new Set<string>();
  for (const [index, volume] of records(pod.volumes).entries()) {
    const at = `${field}.volumes[${index}].name`;
    checkName(causes, at, volume.name, volumes);
    if (Object.keys(volume).length > 2)
      causes.forbidden(`${field}.volumes[${index}]`, 'may not specify more than 1 volume type');
    validateVolumeSource(causes, `${field}.volumes[${index}]`, volume);
  }
  const names = new Set<string>();
  for (const list of ['initContainers', 'containers']) {
    for (const [index, container] of records(pod[list]).entries()) {
      const at = `${field}.${list}[${index}]`;
      checkName(causes, `${at}.name`, container.name, names);
      validateContainer(causes, at, container, rules.mountsNeedVolumes ? volumes : undefined);
      if (list === 'initContainers') validateInitContainer(causes, at, container);
      validateLifecycle(causes, `${at}.lifecycle`, container.lifecycle, pod.terminationGracePeriodSeconds);
    }
  }
}

function checkName(causes: FieldErrors, field: string, name: unknown, taken: Set<string>): void {
  if (typeof name !== 'string' || name === '') {
    causes.required(field);
    return;
  }
  const wrong = dnsLabel(name);
  if (wrong) causes.invalid(field, name, wrong);
  else if (taken.has(name)) causes.duplicate(field, name);
  taken.add(name);
}

function validateContainer(
  causes: FieldErrors,
  field: string,
  container: Fields,
  volumes: ReadonlySet<string> | undefined,
): void {
  if (!container.image) causes.required(`${field}.image`);
  else if (/^\s|\s$/.test(String(container.image)))
    causes.invalid(`${field}.image`, container.image, 'must not have leading or trailing whitespace');
  causes.oneOf(`${field}.imagePullPolicy`, container.imagePullPolicy, ['Always', 'IfNotPresent', 'Never']);

  const portNames = new Set<unknown>();
  for (const [index, port] of records(container.ports).entries()) {
    const at = `${field}.ports[${index}]`;
    if (port.containerPort === undefined) causes.required(`${at}.containerPort`);
    else causes.port(`${at}.containerPort`, port.containerPort);
    causes.oneOf(`${at}.protocol`, port.protocol, ['SCTP', 'TCP', 'UDP']);
    if (!port.name) continue;
    if (!/^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/.test(String(port.name)))
      causes.invalid(
        `${at}.name`,
        port.name,
        'must be at most 15 lowercase letters, digits and single dashes',
      );
    if (portNames.has(port.name)) causes.duplicate(`${at}.name`, port.name);
    portNames.add(port.name);
  }
  for (const [index, variable] of records(container.env).entries()) {
    const at = `${field}.env[${index}]`;
    if (!variable.name) causes.required(`${at}.name`);
    if (!isRecord(variable.valueFrom)) continue;
    if (variable.value)
      causes.invalid(`${at}.valueFrom`, '', 'may not be specified when `value` is not empty');
    validateFieldSources(causes, `${at}.valueFrom`, variable.valueFrom, 'variable');
    const sources = Object.keys(variable.valueFrom).length;
    if (sources !== 1)
      causes.invalid(
        `${at}.valueFrom`,
        '',
        sources === 0
          ? 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`'
          : 'may not have more than one field specified at a time',
      );
  }
  const mountPaths = new Set<unknown>();
  for (const [index, mount] of records(container.volumeMounts).entries()) {
    const at = `${field}.volumeMounts[${index}]`;
    if (!mount.name) causes.required(`${at}.name`);
    else if (volumes && !volumes.has(String(mount.name))) causes.notFound(`${at}.name`, mount.name);
    if (checkPath(causes, `${at}.mountPath`, mount.mountPath) && mountPaths.has(mount.mountPath))
      causes.invalid(`${at}.mountPath`, mount.mountPath, 'must be unique');
    mountPaths.add(mount.mountPath);
    if (mount.subPath && mount.subPathExpr)
      causes.invalid(
        `${at}.subPathExpr`,
        mount.subPathExpr,
        'subPathExpr and subPath are mutually exclusive',
      );
    for (const below of ['subPath', 'subPathExpr'])
      if (mount[below] && checkPath(causes, `${at}.${below}`, mount[below]))
        checkDescending(causes, `${at}.${below}`, mount[below]);
  }
  validateResources(causes, `${field}.resources`, container.resources);
}

function validateResources(causes: FieldErrors, field: string, resources: unknown): void {
  if (!isRecord(resources)) return;
  const limits = isRecord(resources.limits) ? resources.limits : {};
  const requests = isRecord(resources.requests) ? resources.requests : {};
  for (const [name, amount] of Object.entries(requests)) {
    if (quantityValue(String(amount)) < 0)
      causes.invalid(`${field}.requests[${name}]`, amount, 'must be greater than or equal to 0');
    const limit = limits[name];
    if (limit !== undefined && quantityValue(String(amount)) > quantityValue(String(limit)))
      causes.invalid(`${field}.requests`, amount, `must be less than or equal to ${name} limit of ${limit}`);
  }
}
