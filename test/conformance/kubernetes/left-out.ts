/** What this cluster leaves out of Kubernetes 1.32: how a person meets it, what the refusal says, and why it is left out. */
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
    feature: 'explain',
    line: 'kubectl explain pods',
    code: 1,
    says: 'not found in OpenAPI schema',
    why: 'the OpenAPI document has paths and no field descriptions',
  },
  {
    feature: 'top',
    line: 'kubectl top pods',
    code: 1,
    says: 'Metrics API not available',
    why: 'no metrics server, as on a fresh kind cluster',
  },
  {
    feature: 'cp',
    line: 'kubectl cp README.md kafka-0:/tmp/x',
    code: 127,
    says: '"tar": executable file not found in $PATH',
    why: 'cp is tar through exec, and the images have no tar',
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
    feature: 'jobs and cron jobs',
    line: 'kubectl create job once --image=confluentinc/cp-kafka:7.3.5',
    code: 1,
    says: 'the server could not find the requested resource',
    why: 'the batch group is not served',
  },
  {
    feature: 'roles and bindings',
    line: 'kubectl create role reader --verb=get --resource=pods',
    code: 1,
    says: 'the server could not find the requested resource',
    why: 'one user, who may do everything',
  },
  {
    feature: 'tokens of service accounts',
    line: 'kubectl create token default',
    code: 1,
    says: 'the server could not find the requested resource',
    why: 'one token, that of the session',
  },
  {
    feature: 'autoscaling',
    line: 'kubectl autoscale statefulset kafka --max 5',
    code: 1,
    says: 'the server could not find the requested resource',
    why: 'needs metrics',
  },
  {
    feature: 'daemon sets and replication controllers',
    line: 'kubectl get daemonsets',
    code: 1,
    says: `the server doesn't have a resource type "daemonsets"`,
    why: 'no controller would act on them',
  },
  {
    feature: 'ingresses',
    line: 'kubectl get ingresses',
    code: 1,
    says: `the server doesn't have a resource type "ingresses"`,
    why: 'the networking group is not served',
  },
];
