/** ZooKeeper as in many public examples: a Deployment for each server, `zookeeper-deployment-1`, each with its Service, `zoo1`. */
export function ensembleInDeployments(servers: number): string {
  const ids = Array.from({ length: servers }, (_, index) => index + 1);
  return ids
    .map((id) => {
      // The address of a Service is not that of the pod, so a server names itself by the address of all interfaces.
      const members = ids.map((other) => `${other === id ? '0.0.0.0' : `zoo${other}`}:2888:3888`);
      return `apiVersion: v1
kind: Service
metadata: {name: zoo${id}}
spec:
  selector: {app: zookeeper-${id}}
  ports:
    - {name: client, port: 2181}
    - {name: follower, port: 2888}
    - {name: leader, port: 3888}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: zookeeper-deployment-${id}}
spec:
  selector: {matchLabels: {app: zookeeper-${id}}}
  template:
    metadata: {labels: {app: zookeeper-${id}, tier: zookeeper}}
    spec:
      containers:
        - name: zoo${id}
          image: confluentinc/cp-zookeeper:7.3.5
          ports: [{containerPort: 2181}, {containerPort: 2888}, {containerPort: 3888}]
          env:
            - {name: ZOOKEEPER_SERVER_ID, value: "${id}"}
            - {name: ZOOKEEPER_CLIENT_PORT, value: "2181"}
            - {name: ZOOKEEPER_TICK_TIME, value: "2000"}
            - {name: ZOOKEEPER_INIT_LIMIT, value: "5"}
            - {name: ZOOKEEPER_SYNC_LIMIT, value: "2"}
            - {name: ZOOKEEPER_SERVERS, value: "${members.join(';')}"}
`;
    })
    .join('---\n');
}
