/** A field of a message: its name in JSON, and how its bytes are read. */
export interface MessageField {
  readonly name: string;
  /** `string`, `bytes`, `bool`, `int`, `IntOrString`, `Quantity`, `Time`, or a message of this table. */
  readonly type: string;
  readonly shape: 'one' | 'list' | 'map';
  /** A pointer in Go: zero is a value too. */
  readonly optional: boolean;
}

export type Message = ReadonlyMap<number, MessageField>;

/**
 * What kubectl and k9s send as protobuf: the objects of `kubectl create`, scales, evictions and access reviews, down to the fields
 * that those commands set. A line is `Message: NUMBER name type, …`; `type[]` is a list, `{type}` a map by string, `type?` a pointer in Go.
 * Source: `generated.proto` of k8s.io/api and k8s.io/apimachinery 0.32.
 */
const table = `
ObjectMeta: 1 name string, 2 generateName string, 3 namespace string, 5 uid string, 6 resourceVersion string, 7 generation int, 8 creationTimestamp Time, 11 labels {string}, 12 annotations {string}, 13 ownerReferences OwnerReference[], 14 finalizers string[]
OwnerReference: 1 kind string, 3 name string, 4 uid string, 5 apiVersion string, 6 controller bool?, 7 blockOwnerDeletion bool?
LabelSelector: 1 matchLabels {string}, 2 matchExpressions LabelSelectorRequirement[]
LabelSelectorRequirement: 1 key string, 2 operator string, 3 values string[]
DeleteOptions: 1 gracePeriodSeconds int?, 2 preconditions Preconditions, 3 orphanDependents bool?, 4 propagationPolicy string, 5 dryRun string[]
Preconditions: 1 uid string, 2 resourceVersion string
v1/Namespace: 1 metadata ObjectMeta
v1/ConfigMap: 1 metadata ObjectMeta, 2 data {string}, 3 binaryData {bytes}, 4 immutable bool?
v1/Secret: 1 metadata ObjectMeta, 2 data {bytes}, 3 type string, 4 stringData {string}, 5 immutable bool?
v1/ServiceAccount: 1 metadata ObjectMeta, 4 automountServiceAccountToken bool?
v1/Service: 1 metadata ObjectMeta, 2 spec ServiceSpec
ServiceSpec: 1 ports ServicePort[], 2 selector {string}, 3 clusterIP string, 4 type string, 5 externalIPs string[], 7 sessionAffinity string, 8 loadBalancerIP string, 10 externalName string, 11 externalTrafficPolicy string, 18 clusterIPs string[]
ServicePort: 1 name string, 2 protocol string, 3 port int, 4 targetPort IntOrString, 5 nodePort int, 6 appProtocol string
apps/v1/Deployment: 1 metadata ObjectMeta, 2 spec DeploymentSpec
DeploymentSpec: 1 replicas int?, 2 selector LabelSelector, 3 template PodTemplateSpec, 4 strategy DeploymentStrategy, 5 minReadySeconds int, 6 revisionHistoryLimit int?, 7 paused bool, 9 progressDeadlineSeconds int?
DeploymentStrategy: 1 type string
PodTemplateSpec: 1 metadata ObjectMeta, 2 spec PodSpec
PodSpec: 2 containers Container[], 3 restartPolicy string, 4 terminationGracePeriodSeconds int?, 6 dnsPolicy string, 7 nodeSelector {string}, 8 serviceAccountName string, 9 serviceAccount string, 10 nodeName string, 16 hostname string, 17 subdomain string, 20 initContainers Container[], 21 automountServiceAccountToken bool?
Container: 1 name string, 2 image string, 3 command string[], 4 args string[], 5 workingDir string, 6 ports ContainerPort[], 7 env EnvVar[], 8 resources ResourceRequirements, 14 imagePullPolicy string
ContainerPort: 1 name string, 2 hostPort int, 3 containerPort int, 4 protocol string
EnvVar: 1 name string, 2 value string
ResourceRequirements: 1 limits {Quantity}, 2 requests {Quantity}
autoscaling/v1/Scale: 1 metadata ObjectMeta, 2 spec ScaleSpec, 3 status ScaleStatus
ScaleSpec: 1 replicas int
ScaleStatus: 1 replicas int, 2 selector string
policy/v1/Eviction: 1 metadata ObjectMeta, 2 deleteOptions DeleteOptions
policy/v1/PodDisruptionBudget: 1 metadata ObjectMeta, 2 spec PodDisruptionBudgetSpec
PodDisruptionBudgetSpec: 1 minAvailable IntOrString, 2 selector LabelSelector, 3 maxUnavailable IntOrString
authorization.k8s.io/v1/SelfSubjectAccessReview: 1 metadata ObjectMeta, 2 spec SelfSubjectAccessReviewSpec
SelfSubjectAccessReviewSpec: 1 resourceAttributes ResourceAttributes, 2 nonResourceAttributes NonResourceAttributes
ResourceAttributes: 1 namespace string, 2 verb string, 3 group string, 4 version string, 5 resource string, 6 subresource string, 7 name string
NonResourceAttributes: 1 path string, 2 verb string
authorization.k8s.io/v1/SelfSubjectRulesReview: 1 metadata ObjectMeta, 2 spec SelfSubjectRulesReviewSpec
SelfSubjectRulesReviewSpec: 1 namespace string
authentication.k8s.io/v1/SelfSubjectReview: 1 metadata ObjectMeta
`;

const messages = new Map(
  table
    .trim()
    .split('\n')
    .map((line): [string, Message] => {
      const [name = '', fields = ''] = line.split(': ', 2);
      return [name, new Map(fields.split(', ').map(parseField))];
    }),
);

function parseField(text: string): [number, MessageField] {
  const [number, name = '', spelled = ''] = text.split(' ');
  const shape = spelled.endsWith('[]') ? 'list' : spelled.startsWith('{') ? 'map' : 'one';
  const type = spelled.replace(/[[\]{}?]/g, '');
  return [Number(number), { name, type, shape, optional: spelled.endsWith('?') }];
}

/** The fields of a message of the table; of a kind, by `apps/v1/Deployment`. */
export function messageNamed(name: string): Message | undefined {
  return messages.get(name);
}
