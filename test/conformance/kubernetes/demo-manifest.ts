/** Two brokers that only log, and a client with a sidecar, with an image `demo` that the tests define. */
export const demoManifest = `
apiVersion: v1
kind: Service
metadata: { name: kafka-service, labels: { app: kafka } }
spec: { clusterIP: None, selector: { app: kafka }, ports: [{ name: broker, port: 9092 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: kafka }
spec:
  serviceName: kafka-service
  replicas: 2
  selector: { matchLabels: { app: kafka } }
  template:
    metadata: { labels: { app: kafka } }
    spec:
      containers:
        - name: kafka
          image: demo:1
          command: [sh, -c, "run it\\n"]
          ports: [{ containerPort: 9092 }]
          resources: { requests: { cpu: 500m, memory: 1Gi } }
          env:
            - { name: PARTITIONS, value: "4" }
            - { name: POD_NAME, valueFrom: { fieldRef: { fieldPath: metadata.name } } }
          volumeMounts: [{ name: data, mountPath: /data }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 10Gi } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: client, labels: { app: client } }
spec:
  replicas: 1
  strategy: { type: Recreate }
  selector: { matchLabels: { app: client } }
  template:
    metadata: { labels: { app: client } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - { name: main, image: "demo:1", env: [{ name: ROLE, value: producer }, { name: TOPIC, value: test }] }
        - { name: side, image: "demo:2" }
`;
