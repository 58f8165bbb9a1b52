/** What this cluster leaves out of Kubernetes 1.32: how a user notices it, what the error message says, and why it is left out. */
export interface LeftOut {
  readonly feature: string;
  readonly line: string;
  readonly code: number;
  readonly says: string;
  readonly why: string;
}

export const leftOut: readonly LeftOut[] = [
  {
    feature: 'server-side apply',
    line: 'kubectl apply --server-side -f manifests/clients.yml',
    code: 1,
    says: 'server-side apply is not supported by this cluster: apply without --server-side',
    why: 'no field has an owner: managedFields are not kept',
  },
  {
    feature: 'descriptions of fields',
    line: 'kubectl explain pods.spec.hostname',
    code: 0,
    says: '<empty>',
    why: 'the schemas have names and types, and no texts',
  },
  {
    feature: 'top',
    line: 'kubectl top pods',
    code: 1,
    says: 'Metrics API not available',
    why: 'no metrics server, as on a fresh kind cluster',
  },
  {
    feature: 'attach',
    line: 'kubectl attach kafka-0',
    code: 1,
    says: '`attach` is not served here: use exec or logs',
    why: 'no main process reads a terminal',
  },
  {
    feature: 'debug',
    line: 'kubectl debug kafka-0 --image=busybox',
    code: 1,
    says: 'ephemeral containers are disabled for this cluster',
    why: 'a container here is a program, with no namespaces to join',
  },
  {
    feature: 'tokens of service accounts',
    line: 'kubectl create token default',
    code: 1,
    says: 'the server could not find the requested resource',
    why: 'one token, that of the session',
  },
  {
    feature: 'replication controllers',
    line: 'kubectl get replicationcontrollers',
    code: 1,
    says: `the server doesn't have a resource type "replicationcontrollers"`,
    why: 'ReplicaSets took their place',
  },
  {
    feature: 'indexed jobs, and policies of failure and success',
    line: `echo '{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"x"},"spec":{"completions":1,"completionMode":"Indexed","template":{"spec":{"restartPolicy":"Never","containers":[{"name":"x","image":"busybox"}]}}}}' | kubectl create -f -`,
    code: 1,
    says: 'indexed jobs are not served by this cluster',
    why: 'no manifest of Kafka that we met uses them',
  },
];
