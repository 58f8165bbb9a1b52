type Patch = Record<string, unknown>;

export function podSpec(patch: Patch = {}, container: Patch = {}): object {
  return { containers: [{ name: 'app', image: 'app:v1', ...container }], ...patch };
}

export function pod(name: string, spec: Patch = {}, container: Patch = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name } },
    spec: podSpec(spec, container),
  };
}

export function statefulSet(name: string, spec: Patch = {}, container: Patch = {}): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name },
    spec: {
      serviceName: `${name}-service`,
      replicas: 3,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: podSpec({}, container) },
      ...spec,
    },
  };
}

export function deployment(name: string, spec: Patch = {}, container: Patch = {}): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: podSpec({}, container) },
      ...spec,
    },
  };
}

export function headlessService(name: string, app: string, port = 9092): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { clusterIP: 'None', selector: { app }, ports: [{ port }] },
  };
}

/** Ready as soon as something listens on its port. */
export const tcpProbe = { tcpSocket: { port: 9092 }, periodSeconds: 10 };

export const claimTemplate = {
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};
