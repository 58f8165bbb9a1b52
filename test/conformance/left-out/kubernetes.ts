import type { LeftOutCalls } from './left-out-calls.ts';

/**
 * Every resource that a Kubernetes 1.32 API server offers by default, and its subresources, by group and version.
 * Reference: `kubectl get --raw /apis/GROUP/VERSION` of a fresh cluster
 */
export const kubernetesResources: Readonly<Record<string, readonly string[]>> = {
  v1: [
    ...['bindings', 'componentstatuses', 'configmaps', 'endpoints', 'events', 'limitranges'],
    ...['namespaces', 'namespaces/finalize', 'namespaces/status'],
    ...['nodes', 'nodes/proxy', 'nodes/status'],
    ...['persistentvolumeclaims', 'persistentvolumeclaims/status'],
    ...['persistentvolumes', 'persistentvolumes/status'],
    ...['pods', 'pods/attach', 'pods/binding', 'pods/ephemeralcontainers', 'pods/eviction', 'pods/exec'],
    ...['pods/log', 'pods/portforward', 'pods/proxy', 'pods/status', 'podtemplates'],
    ...['replicationcontrollers', 'replicationcontrollers/scale', 'replicationcontrollers/status'],
    ...['resourcequotas', 'resourcequotas/status', 'secrets', 'serviceaccounts', 'serviceaccounts/token'],
    ...['services', 'services/proxy', 'services/status'],
  ],
  'admissionregistration.k8s.io/v1': [
    ...['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
    ...[
      'validatingadmissionpolicies',
      'validatingadmissionpolicies/status',
      'validatingadmissionpolicybindings',
    ],
  ],
  'apiextensions.k8s.io/v1': ['customresourcedefinitions', 'customresourcedefinitions/status'],
  'apiregistration.k8s.io/v1': ['apiservices', 'apiservices/status'],
  'apps/v1': [
    'controllerrevisions',
    ...['daemonsets', 'daemonsets/status'],
    ...['deployments', 'deployments/scale', 'deployments/status'],
    ...['replicasets', 'replicasets/scale', 'replicasets/status'],
    ...['statefulsets', 'statefulsets/scale', 'statefulsets/status'],
  ],
  'authentication.k8s.io/v1': ['selfsubjectreviews', 'tokenreviews'],
  'authorization.k8s.io/v1': [
    ...['localsubjectaccessreviews', 'selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
    'subjectaccessreviews',
  ],
  'autoscaling/v1': ['horizontalpodautoscalers', 'horizontalpodautoscalers/status'],
  'autoscaling/v2': ['horizontalpodautoscalers', 'horizontalpodautoscalers/status'],
  'batch/v1': ['cronjobs', 'cronjobs/status', 'jobs', 'jobs/status'],
  'certificates.k8s.io/v1': [
    ...['certificatesigningrequests', 'certificatesigningrequests/approval'],
    'certificatesigningrequests/status',
  ],
  'coordination.k8s.io/v1': ['leases'],
  'discovery.k8s.io/v1': ['endpointslices'],
  'events.k8s.io/v1': ['events'],
  'flowcontrol.apiserver.k8s.io/v1': [
    ...['flowschemas', 'flowschemas/status'],
    ...['prioritylevelconfigurations', 'prioritylevelconfigurations/status'],
  ],
  'networking.k8s.io/v1': ['ingressclasses', 'ingresses', 'ingresses/status', 'networkpolicies'],
  'node.k8s.io/v1': ['runtimeclasses'],
  'policy/v1': ['poddisruptionbudgets', 'poddisruptionbudgets/status'],
  'rbac.authorization.k8s.io/v1': ['clusterrolebindings', 'clusterroles', 'rolebindings', 'roles'],
  'scheduling.k8s.io/v1': ['priorityclasses'],
  'storage.k8s.io/v1': [
    ...['csidrivers', 'csinodes', 'csistoragecapacities', 'storageclasses'],
    ...['volumeattachments', 'volumeattachments/status'],
  ],
};

/** Calls are written as `GROUP/VERSION/RESOURCE`; they get 404. */
export const leftOutOfKubernetes: readonly LeftOutCalls[] = [
  {
    what: 'ReplicationControllers, pod templates',
    calls: [
      'v1/podtemplates',
      ...['v1/replicationcontrollers', 'v1/replicationcontrollers/scale', 'v1/replicationcontrollers/status'],
    ],
    meets: 'ReplicaSets took their place.',
  },
  {
    what: 'Scheduling by others, component statuses',
    calls: ['v1/bindings', 'v1/pods/binding', 'v1/componentstatuses'],
    meets: 'The scheduler of the cluster binds pods.',
  },
  {
    what: 'Debugging containers',
    calls: ['v1/pods/ephemeralcontainers'],
    meets: 'A container here is a program, with no namespaces to join.',
  },
  {
    what: 'Requests to a kubelet',
    calls: ['v1/nodes/proxy'],
    meets: 'The nodes have no ports of their own.',
  },
  {
    what: 'Tokens and certificates',
    calls: [
      'v1/serviceaccounts/token',
      'authentication.k8s.io/v1/tokenreviews',
      'certificates.k8s.io/v1/certificatesigningrequests',
      'certificates.k8s.io/v1/certificatesigningrequests/approval',
      'certificates.k8s.io/v1/certificatesigningrequests/status',
    ],
    meets: 'There is one token, that of the session, which may do everything.',
  },
  {
    what: 'Access reviews for others',
    calls: [
      'authorization.k8s.io/v1/localsubjectaccessreviews',
      'authorization.k8s.io/v1/subjectaccessreviews',
    ],
    meets: 'Ask for yourself: `kubectl auth can-i`.',
  },
  {
    what: 'Extending the API',
    calls: [
      'admissionregistration.k8s.io/v1/mutatingwebhookconfigurations',
      'admissionregistration.k8s.io/v1/validatingadmissionpolicies',
      'admissionregistration.k8s.io/v1/validatingadmissionpolicies/status',
      'admissionregistration.k8s.io/v1/validatingadmissionpolicybindings',
      'admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
      'apiextensions.k8s.io/v1/customresourcedefinitions/status',
      'apiregistration.k8s.io/v1/apiservices',
      'apiregistration.k8s.io/v1/apiservices/status',
    ],
    meets: 'The list of CustomResourceDefinitions is served, and is empty.',
  },
  {
    what: 'Priority and fairness of requests',
    calls: [
      'flowcontrol.apiserver.k8s.io/v1/flowschemas',
      'flowcontrol.apiserver.k8s.io/v1/flowschemas/status',
      'flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations',
      'flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations/status',
    ],
    meets: 'Requests share the process in slices.',
  },
  {
    what: 'Classes of runtimes and priorities',
    calls: ['node.k8s.io/v1/runtimeclasses', 'scheduling.k8s.io/v1/priorityclasses'],
    meets: 'Every pod has the same.',
  },
  {
    what: 'CSI and attachments of volumes',
    calls: [
      'storage.k8s.io/v1/csidrivers',
      'storage.k8s.io/v1/csinodes',
      'storage.k8s.io/v1/csistoragecapacities',
      'storage.k8s.io/v1/volumeattachments',
      'storage.k8s.io/v1/volumeattachments/status',
    ],
    meets: 'Volumes are directories of the cluster’s data.',
  },
];
