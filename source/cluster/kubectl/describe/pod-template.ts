import type { Toleration } from '../../../kubernetes-types/core/affinity.ts';
import type { Container, ContainerPort } from '../../../kubernetes-types/core/container.ts';
import type { ContainerState, ContainerStatus } from '../../../kubernetes-types/core/container-status.ts';
import type { EnvVar } from '../../../kubernetes-types/core/environment.ts';
import type { PodTemplateSpec } from '../../../kubernetes-types/core/pod.ts';
import type { Probe } from '../../../kubernetes-types/core/probe.ts';
import type { Volume } from '../../../kubernetes-types/core/volume.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { type Description, longTime } from './description.ts';

/** The containers of a pod, or of a template where `pod` is undefined. */
export function describeContainers(
  out: Description,
  level: number,
  title: string,
  containers: readonly Container[],
  statuses: readonly ContainerStatus[],
  pod: Stored<'pods'> | undefined,
): void {
  if (containers.length === 0) return;
  out.line(level, `${title}:`);
  for (const container of containers) {
    const status = statuses.find(({ name }) => name === container.name);
    // In a template, kubectl sets the name in by one space and what follows as in a pod.
    const in2 = 2;
    out.line(1, `${level > 0 ? ' ' : ''}${container.name}:`);
    if (status) out.field(in2, 'Container ID', status.containerID ?? '');
    out.field(in2, 'Image', container.image);
    if (status) out.field(in2, 'Image ID', status.imageID ?? '');
    const ports = container.ports ?? [];
    const named = ports.length > 1 ? 'Ports' : 'Port';
    const list = (value: (port: ContainerPort) => string): string => ports.map(value).join(', ') || '<none>';
    out.field(
      in2,
      named,
      list((port) => `${port.containerPort}/${port.protocol ?? 'TCP'}`),
    );
    out.field(
      in2,
      `Host ${named}`,
      list((port) => `${port.hostPort ?? 0}/${port.protocol ?? 'TCP'}`),
    );
    describeWords(out, in2, 'Command', container.command);
    describeWords(out, in2, 'Args', container.args);
    if (status) {
      describeState(out, in2, 'State', status.state);
      if (status.lastState && Object.keys(status.lastState).length > 0)
        describeState(out, in2, 'Last State', status.lastState);
      out.field(in2, 'Ready', status.ready ? 'True' : 'False');
      out.field(in2, 'Restart Count', status.restartCount ?? 0);
    }
    for (const [kind, label] of [
      ['limits', 'Limits'],
      ['requests', 'Requests'],
    ] as const) {
      const amounts = Object.entries(container.resources?.[kind] ?? {}).sort();
      if (amounts.length === 0) continue;
      out.line(in2, `${label}:`);
      for (const [name, amount] of amounts) out.field(in2 + 1, name, amount);
    }
    for (const [kind, label] of [
      ['livenessProbe', 'Liveness'],
      ['readinessProbe', 'Readiness'],
      ['startupProbe', 'Startup'],
    ] as const) {
      const probe = container[kind];
      if (probe) out.field(in2, label, probeText(probe));
    }
    describeEnvironment(out, in2, container.env ?? [], pod);
    const mounts = [...(container.volumeMounts ?? [])].sort((a, b) => (a.mountPath < b.mountPath ? -1 : 1));
    if (mounts.length === 0) out.line(in2, 'Mounts:\t<none>');
    else {
      out.line(in2, 'Mounts:');
      for (const mount of mounts) {
        out.line(
          in2 + 1,
          `${mount.mountPath} from ${mount.name} (${mount.readOnly ? 'ro' : 'rw'}${mount.subPath ? `,path="${mount.subPath}"` : ''})`,
        );
      }
    }
  }
}

function probeText(probe: Probe): string {
  const { initialDelaySeconds = 0, timeoutSeconds = 1, periodSeconds = 10 } = probe;
  const counts = `#success=${probe.successThreshold ?? 1} #failure=${probe.failureThreshold ?? 3}`;
  const rest = `delay=${initialDelaySeconds}s timeout=${timeoutSeconds}s period=${periodSeconds}s ${counts}`;
  if (probe.exec) return `exec [${(probe.exec.command ?? []).join(' ')}] ${rest}`;
  if (probe.httpGet) {
    const { scheme = 'HTTP', host = '', port, path = '' } = probe.httpGet;
    // A path is a path to Go's URLs, whatever is in it.
    const escaped = encodeURI(path).replaceAll('?', '%3F').replaceAll('#', '%23');
    return `http-get ${scheme.toLowerCase()}://${host}:${port}${/^(\/|$)/.test(escaped) ? '' : '/'}${escaped} ${rest}`;
  }
  if (probe.tcpSocket) return `tcp-socket ${probe.tcpSocket.host ?? ''}:${probe.tcpSocket.port} ${rest}`;
  if (probe.grpc) return `grpc <pod>:${probe.grpc.port} ${probe.grpc.service ?? ''} ${rest}`;
  return `unknown ${rest}`;
}

function describeWords(
  out: Description,
  level: number,
  name: string,
  words: readonly string[] | undefined,
): void {
  if (!words?.length) return;
  out.line(level, `${name}:`);
  for (const word of words) for (const line of word.split('\n')) out.line(level + 1, line);
}

function describeState(
  out: Description,
  level: number,
  name: string,
  state: ContainerState | undefined,
): void {
  if (state?.running) {
    out.field(level, name, 'Running');
    out.field(level + 1, 'Started', longTime(state.running.startedAt));
  } else if (state?.terminated) {
    const ended = state.terminated;
    out.field(level, name, 'Terminated');
    if (ended.reason) out.field(level + 1, 'Reason', ended.reason);
    if (ended.message) out.field(level + 1, 'Message', ended.message);
    out.field(level + 1, 'Exit Code', ended.exitCode);
    if (ended.signal) out.field(level + 1, 'Signal', ended.signal);
    out.field(level + 1, 'Started', longTime(ended.startedAt));
    out.field(level + 1, 'Finished', longTime(ended.finishedAt));
  } else {
    out.field(level, name, 'Waiting');
    if (state?.waiting?.reason) out.field(level + 1, 'Reason', state.waiting.reason);
  }
}

function describeEnvironment(
  out: Description,
  level: number,
  env: readonly EnvVar[],
  pod: Stored<'pods'> | undefined,
): void {
  if (env.length === 0) {
    out.line(level, 'Environment:\t<none>');
    return;
  }
  out.line(level, 'Environment:');
  for (const { name, value, valueFrom } of env) {
    if (valueFrom?.fieldRef) {
      const { apiVersion = 'v1', fieldPath } = valueFrom.fieldRef;
      out.line(
        level + 1,
        `${name}:\t${pod === undefined ? '' : fieldValue(pod, fieldPath)} (${apiVersion}:${fieldPath})`,
      );
    } else if (valueFrom?.configMapKeyRef) {
      out.line(
        level + 1,
        `${name}:\t<set to the key '${valueFrom.configMapKeyRef.key}' of config map '${valueFrom.configMapKeyRef.name}'>\tOptional: ${valueFrom.configMapKeyRef.optional ?? false}`,
      );
    } else if (valueFrom?.secretKeyRef) {
      out.line(
        level + 1,
        `${name}:\t<set to the key '${valueFrom.secretKeyRef.key}' in secret '${valueFrom.secretKeyRef.name}'>\tOptional: ${valueFrom.secretKeyRef.optional ?? false}`,
      );
    } else
      out.line(
        level + 1,
        `${name}:\t${String(value ?? '')
          .split('\n')
          .join(`\n${'  '.repeat(level + 1)}\t`)}`,
      );
  }
}

function fieldValue(pod: Stored<'pods'>, path: string): string {
  const value = path
    .split('.')
    .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], pod);
  return String(value ?? '');
}

export function describeVolumes(out: Description, level: number, volumes: readonly Volume[]): void {
  if (volumes.length === 0) {
    out.line(level, 'Volumes:\t<none>');
    return;
  }
  out.line(level, 'Volumes:');
  for (const volume of volumes) {
    out.line(level + 1, `${volume.name}:`);
    const in2 = level + 2;
    if (volume.persistentVolumeClaim) {
      out.field(
        in2,
        'Type',
        'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
      );
      out.field(in2, 'ClaimName', volume.persistentVolumeClaim.claimName);
      out.field(in2, 'ReadOnly', volume.persistentVolumeClaim.readOnly ?? false);
    } else if (volume.emptyDir) {
      out.field(in2, 'Type', "EmptyDir (a temporary directory that shares a pod's lifetime)");
      out.field(in2, 'Medium', volume.emptyDir.medium ?? '');
      out.field(in2, 'SizeLimit', volume.emptyDir.sizeLimit ?? '<unset>');
    } else if (volume.configMap) {
      out.field(in2, 'Type', 'ConfigMap (a volume populated by a ConfigMap)');
      out.field(in2, 'Name', volume.configMap.name);
      out.field(in2, 'Optional', volume.configMap.optional ?? false);
    } else if (volume.projected) {
      out.field(in2, 'Type', 'Projected (a volume that contains injected data from multiple sources)');
      for (const source of volume.projected.sources) {
        if (source.serviceAccountToken)
          out.field(in2, 'TokenExpirationSeconds', source.serviceAccountToken.expirationSeconds);
        if (source.configMap) {
          out.field(in2, 'ConfigMapName', source.configMap.name);
          out.field(in2, 'ConfigMapOptional', source.configMap.optional ?? '<nil>');
        }
        if (source.downwardAPI) out.field(in2, 'DownwardAPI', 'true');
      }
    } else if (volume.hostPath) {
      out.field(in2, 'Type', 'HostPath (bare host directory volume)');
      out.field(in2, 'Path', volume.hostPath.path);
      out.field(in2, 'HostPathType', volume.hostPath.type ?? '');
    } else out.field(in2, 'Type', Object.keys(volume).find((key) => key !== 'name') ?? '<unknown>');
  }
}

/** What a workload makes its pods from. */
export function describeTemplate(out: Description, template: PodTemplateSpec): void {
  out.line(0, 'Pod Template:');
  out.map(1, 'Labels', template.metadata?.labels);
  const annotations = template.metadata?.annotations;
  if (annotations && Object.keys(annotations).length > 0) out.map(1, 'Annotations', annotations, ': ');
  if (template.spec.serviceAccountName) out.field(1, 'Service Account', template.spec.serviceAccountName);
  describeContainers(out, 1, 'Init Containers', template.spec.initContainers ?? [], [], undefined);
  describeContainers(out, 1, 'Containers', template.spec.containers, [], undefined);
  describeVolumes(out, 1, template.spec.volumes ?? []);
  if (template.spec.priorityClassName) out.field(1, 'Priority Class Name', template.spec.priorityClassName);
  out.map(1, 'Node-Selectors', template.spec.nodeSelector);
  describeTolerations(out, 1, template.spec.tolerations ?? []);
}

export function describeTolerations(
  out: Description,
  level: number,
  tolerations: readonly Toleration[],
): void {
  if (tolerations.length === 0) {
    out.line(level, 'Tolerations:\t<none>');
    return;
  }
  tolerations.forEach((one, index) => {
    const effect = one.effect ? `:${one.effect}` : '';
    const equal = one.operator === 'Exists' ? (one.key || effect ? ' op=Exists' : 'op=Exists') : '';
    const value = one.value ? `=${one.value}` : '';
    const seconds = one.tolerationSeconds === undefined ? '' : ` for ${one.tolerationSeconds}s`;
    out.line(
      level,
      `${index === 0 ? 'Tolerations:' : ''}\t${one.key ?? ''}${value}${effect}${equal}${seconds}`,
    );
  });
}
