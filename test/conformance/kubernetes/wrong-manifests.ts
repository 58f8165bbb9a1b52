/** A manifest with one mistake, and what a user sees of it. */
export interface WrongManifest {
  readonly mistake: string;
  readonly manifest: string;
  /** `kubectl COMMAND` is replaced with this. */
  readonly seen: Readonly<Record<string, RegExp>>;
}

const kafka = 'image: "confluentinc/cp-kafka:7.3.5"';
const pod = (name: string, spec: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: ${spec}`;

export const wrongManifests: readonly WrongManifest[] = [
  {
    mistake: 'an image that is nowhere',
    manifest: pod('image', '{containers: [{name: c, image: "nowhere/nothing:1"}]}'),
    seen: {
      'get pod image': /0\/1 +(ErrImagePull|ImagePullBackOff) +0/,
      'describe pod image': /Failed to pull image "nowhere\/nothing:1"(.|\n)*Error: ErrImagePull/,
    },
  },
  {
    mistake: 'a variable that cp-kafka requires is missing',
    manifest: pod(
      'variable',
      `{containers: [{name: c, ${kafka}, env: [{name: KAFKA_ZOOKEEPER_CONNECT, value: "z:2181"}]}]}`,
    ),
    seen: {
      'get pod variable': /0\/1 +CrashLoopBackOff +[1-9]/,
      'logs variable': /KAFKA_ADVERTISED_LISTENERS is required\.\nCommand .* FAILED !/,
      'logs variable --previous': /KAFKA_ADVERTISED_LISTENERS is required/,
      'describe pod variable': /Last State: +Terminated(.|\n)*Back-off restarting failed container c/,
    },
  },
  {
    mistake: 'an address where no ZooKeeper is',
    manifest: pod(
      'address',
      `{containers: [{name: c, ${kafka}, env: [{name: KAFKA_ZOOKEEPER_CONNECT, value: "zookeper:2181"}, {name: KAFKA_ADVERTISED_LISTENERS, value: "PLAINTEXT://a:9092"}]}]}`,
    ),
    seen: { 'logs address': /Initiating client connection, connectString=zookeper:2181/ },
  },
  {
    mistake: 'a request that no node can hold',
    manifest: pod('request', `{containers: [{name: c, ${kafka}, resources: {requests: {cpu: "900"}}}]}`),
    seen: {
      'get pod request': /0\/1 +Pending +0/,
      'describe pod request': /FailedScheduling .*0\/5 nodes are available: .*4 Insufficient cpu/,
    },
  },
  {
    mistake: 'a node selector that no node has',
    manifest: pod('selector', `{nodeSelector: {disk: ssd}, containers: [{name: c, ${kafka}}]}`),
    seen: { 'describe pod selector': /4 node\(s\) didn't match Pod's node affinity\/selector/ },
  },
  {
    mistake: 'a claim that is not there',
    manifest: pod(
      'claim',
      `{volumes: [{name: v, persistentVolumeClaim: {claimName: none}}], containers: [{name: c, ${kafka}}]}`,
    ),
    seen: { 'describe pod claim': /FailedScheduling .*persistentvolumeclaim "none" not found/ },
  },
  {
    mistake: 'a storage class that is not there',
    manifest:
      'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: fast}\nspec: {storageClassName: fast, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}',
    seen: {
      'get pvc fast': /^fast +Pending/m,
      'describe pvc fast': /ProvisioningFailed .*storageclass.storage.k8s.io "fast" not found/,
    },
  },
  {
    mistake: 'a config map that is not there',
    manifest: pod('config', `{containers: [{name: c, ${kafka}, envFrom: [{configMapRef: {name: none}}]}]}`),
    seen: {
      'get pod config': /CreateContainerConfigError/,
      'describe pod config': /Error: configmap "none" not found/,
    },
  },
  {
    mistake: 'a command that is not in the image',
    manifest: pod('command', `{containers: [{name: c, ${kafka}, command: [kafka-server-start.sh]}]}`),
    seen: {
      'get pod command': /0\/1 +(RunContainerError|CrashLoopBackOff) +[0-9]/,
      'describe pod command':
        /Reason: +StartError(.|\n)*Exit Code: +128(.|\n)*Error: .*exec: "kafka-server-start.sh": executable file not found in \$PATH: unknown/,
    },
  },
  {
    mistake: 'a readiness probe of the wrong port',
    manifest: pod(
      'probe',
      `{containers: [{name: c, ${kafka}, command: [sleep, infinity], readinessProbe: {tcpSocket: {port: 9999}, periodSeconds: 1}}]}`,
    ),
    seen: {
      'get pod probe': /0\/1 +Running +0/,
      'describe pod probe': /Readiness probe failed: dial tcp [\d.]+:9999: connect: connection refused/,
    },
  },
  {
    mistake: 'a Service whose selector matches no pod',
    manifest:
      'apiVersion: v1\nkind: Service\nmetadata: {name: astray}\nspec: {selector: {app: nobody}, ports: [{port: 80}]}',
    seen: { 'get endpoints astray': /^astray +<none>/m, 'describe service astray': /^Endpoints: +\n/m },
  },
];
