package main

import (
	"time"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv1 "k8s.io/api/autoscaling/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	eventsv1 "k8s.io/api/events/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	storagev1 "k8s.io/api/storage/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
)

func pointer[T any](value T) *T { return &value }

func named(name string) metav1.ObjectMeta { return metav1.ObjectMeta{Name: name} }

var app = map[string]string{"app": "client-go"}

// A pod with most of what a manifest may have, and a node selector that no node satisfies: it stays pending.
func podSpec(restart corev1.RestartPolicy) corev1.PodSpec {
	return corev1.PodSpec{
		RestartPolicy:                 restart,
		TerminationGracePeriodSeconds: pointer(int64(7)),
		NodeSelector:                  map[string]string{"client-go": "nowhere"},
		Tolerations: []corev1.Toleration{
			{Key: "a", Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoExecute, TolerationSeconds: pointer(int64(3))},
		},
		Affinity: &corev1.Affinity{PodAntiAffinity: &corev1.PodAntiAffinity{
			RequiredDuringSchedulingIgnoredDuringExecution: []corev1.PodAffinityTerm{{
				LabelSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"app": "other"}},
				TopologyKey:   "kubernetes.io/hostname",
			}},
		}},
		Volumes: []corev1.Volume{
			{Name: "empty", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{SizeLimit: pointer(resource.MustParse("16Mi"))}}},
			{Name: "map", VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{
				LocalObjectReference: corev1.LocalObjectReference{Name: "map"},
				Items:                []corev1.KeyToPath{{Key: "a", Path: "b", Mode: pointer(int32(0o400))}},
			}}},
		},
		Containers: []corev1.Container{{
			Name:    "main",
			Image:   "busybox:1.36",
			Command: []string{"sleep"},
			Args:    []string{"3600"},
			Ports:   []corev1.ContainerPort{{Name: "web", ContainerPort: 8080, Protocol: corev1.ProtocolTCP}},
			Env: []corev1.EnvVar{
				{Name: "PLAIN", Value: "text"},
				{Name: "FIELD", ValueFrom: &corev1.EnvVarSource{FieldRef: &corev1.ObjectFieldSelector{APIVersion: "v1", FieldPath: "metadata.name"}}},
			},
			Resources: corev1.ResourceRequirements{
				Requests: corev1.ResourceList{"cpu": resource.MustParse("250m"), "memory": resource.MustParse("64Mi")},
				Limits:   corev1.ResourceList{"memory": resource.MustParse("1Gi")},
			},
			VolumeMounts: []corev1.VolumeMount{{Name: "empty", MountPath: "/empty"}, {Name: "map", MountPath: "/map", ReadOnly: true}},
			ReadinessProbe: &corev1.Probe{
				ProbeHandler:  corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: "/ready", Port: intstr.FromString("web")}},
				PeriodSeconds: 3,
			},
			LivenessProbe: &corev1.Probe{
				ProbeHandler:     corev1.ProbeHandler{TCPSocket: &corev1.TCPSocketAction{Port: intstr.FromInt32(8080)}},
				FailureThreshold: 5,
			},
			Lifecycle: &corev1.Lifecycle{PreStop: &corev1.LifecycleHandler{Exec: &corev1.ExecAction{Command: []string{"true"}}}},
		}},
	}
}

func template(restart corev1.RestartPolicy) corev1.PodTemplateSpec {
	return corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: app}, Spec: podSpec(restart)}
}

func claim(name string) corev1.PersistentVolumeClaim {
	return corev1.PersistentVolumeClaim{ObjectMeta: named(name), Spec: corev1.PersistentVolumeClaimSpec{
		AccessModes:      []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce},
		StorageClassName: pointer("client-go"),
		Resources:        corev1.VolumeResourceRequirements{Requests: corev1.ResourceList{"storage": resource.MustParse("1Gi")}},
	}}
}

// Every kind that is served, by its typed client.
func (s *suite) kinds() {
	core, apps := s.client.CoreV1(), s.client.AppsV1()
	selector := &metav1.LabelSelector{MatchLabels: app}
	always := corev1.RestartPolicyAlways
	moment := metav1.NewTime(time.Unix(1_700_000_000, 0))
	micro := metav1.NewMicroTime(time.Unix(1_700_000_000, 123_456_000))

	verbs(s, "ConfigMap", core.ConfigMaps(namespace), &corev1.ConfigMap{
		ObjectMeta: named("map"), Data: map[string]string{"a": "ä", "empty": ""}, BinaryData: map[string][]byte{"b": {0, 255}}})
	verbs(s, "Secret", core.Secrets(namespace), &corev1.Secret{
		ObjectMeta: named("secret"), Type: corev1.SecretTypeOpaque, Data: map[string][]byte{"a": {1, 2, 3}}, Immutable: pointer(true)})
	verbs(s, "Service", core.Services(namespace), &corev1.Service{ObjectMeta: named("service"), Spec: corev1.ServiceSpec{
		Type: corev1.ServiceTypeNodePort, Selector: app, SessionAffinity: corev1.ServiceAffinityClientIP,
		Ports: []corev1.ServicePort{{Name: "web", Port: 80, TargetPort: intstr.FromString("web"), Protocol: corev1.ProtocolTCP}}}})
	verbs(s, "ServiceAccount", core.ServiceAccounts(namespace), &corev1.ServiceAccount{
		ObjectMeta: named("account"), AutomountServiceAccountToken: pointer(false), ImagePullSecrets: []corev1.LocalObjectReference{{Name: "pull"}}})
	verbs(s, "Endpoints", core.Endpoints(namespace), &corev1.Endpoints{ObjectMeta: named("endpoints"), Subsets: []corev1.EndpointSubset{{
		Addresses: []corev1.EndpointAddress{{IP: "10.1.2.3"}}, Ports: []corev1.EndpointPort{{Name: "web", Port: 80, Protocol: corev1.ProtocolTCP}}}}})
	verbs(s, "Event", core.Events(namespace), &corev1.Event{ObjectMeta: metav1.ObjectMeta{Name: "event", Namespace: namespace},
		InvolvedObject: corev1.ObjectReference{Kind: "Pod", Namespace: namespace, Name: "pod"}, Reason: "Tested", Message: "text",
		Type: corev1.EventTypeNormal, FirstTimestamp: moment, LastTimestamp: moment, Count: 2, Source: corev1.EventSource{Component: "client-go"}})
	verbs(s, "events.k8s.io Event", s.client.EventsV1().Events(namespace), &eventsv1.Event{ObjectMeta: metav1.ObjectMeta{Name: "event-2", Namespace: namespace},
		EventTime: micro, ReportingController: "client-go", ReportingInstance: "one", Action: "Test", Reason: "Tested", Note: "text",
		Regarding: corev1.ObjectReference{Kind: "Pod", Namespace: namespace, Name: "pod"}, Type: corev1.EventTypeNormal})
	verbs(s, "LimitRange", core.LimitRanges(namespace), &corev1.LimitRange{ObjectMeta: named("limits"), Spec: corev1.LimitRangeSpec{
		Limits: []corev1.LimitRangeItem{{Type: corev1.LimitTypePod, Max: corev1.ResourceList{"memory": resource.MustParse("8Gi")}}}}})
	verbs(s, "ResourceQuota", core.ResourceQuotas(namespace), &corev1.ResourceQuota{ObjectMeta: named("quota"), Spec: corev1.ResourceQuotaSpec{
		Hard: corev1.ResourceList{"pods": resource.MustParse("100")}}})
	verbs(s, "Namespace", core.Namespaces(), &corev1.Namespace{ObjectMeta: named("client-go-other")})
	verbs(s, "Node", core.Nodes(), &corev1.Node{ObjectMeta: named("client-go-node"), Spec: corev1.NodeSpec{
		Unschedulable: true, PodCIDR: "10.99.0.0/24", Taints: []corev1.Taint{{Key: "a", Value: "b", Effect: corev1.TaintEffectNoSchedule}}}})
	verbs(s, "PersistentVolume", core.PersistentVolumes(), &corev1.PersistentVolume{ObjectMeta: named("client-go-volume"), Spec: corev1.PersistentVolumeSpec{
		Capacity: corev1.ResourceList{"storage": resource.MustParse("2Gi")}, AccessModes: []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce},
		PersistentVolumeReclaimPolicy: corev1.PersistentVolumeReclaimRetain, StorageClassName: "manual",
		PersistentVolumeSource: corev1.PersistentVolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: "/data", Type: pointer(corev1.HostPathDirectoryOrCreate)}}}})
	volumeClaim := claim("claim")
	verbs(s, "PersistentVolumeClaim", core.PersistentVolumeClaims(namespace), &volumeClaim)
	verbs(s, "Pod", core.Pods(namespace), &corev1.Pod{ObjectMeta: named("pod"), Spec: podSpec(always)})
	verbs(s, "Deployment", apps.Deployments(namespace), &appsv1.Deployment{ObjectMeta: named("deployment"), Spec: appsv1.DeploymentSpec{
		Replicas: pointer(int32(2)), Selector: selector, Template: template(always), MinReadySeconds: 2, RevisionHistoryLimit: pointer(int32(3)),
		Strategy: appsv1.DeploymentStrategy{Type: appsv1.RollingUpdateDeploymentStrategyType, RollingUpdate: &appsv1.RollingUpdateDeployment{
			MaxUnavailable: pointer(intstr.FromString("25%")), MaxSurge: pointer(intstr.FromInt32(1))}}}})
	verbs(s, "StatefulSet", apps.StatefulSets(namespace), &appsv1.StatefulSet{ObjectMeta: named("set"), Spec: appsv1.StatefulSetSpec{
		Replicas: pointer(int32(0)), ServiceName: "service", Selector: selector, Template: template(always), PodManagementPolicy: appsv1.ParallelPodManagement,
		VolumeClaimTemplates: []corev1.PersistentVolumeClaim{claim("data")}}})
	verbs(s, "ReplicaSet", apps.ReplicaSets(namespace), &appsv1.ReplicaSet{ObjectMeta: named("replicas"), Spec: appsv1.ReplicaSetSpec{
		Replicas: pointer(int32(1)), Selector: selector, Template: template(always)}})
	verbs(s, "DaemonSet", apps.DaemonSets(namespace), &appsv1.DaemonSet{ObjectMeta: named("daemons"), Spec: appsv1.DaemonSetSpec{
		Selector: selector, Template: template(always)}})
	verbs(s, "ControllerRevision", apps.ControllerRevisions(namespace), &appsv1.ControllerRevision{
		ObjectMeta: named("revision"), Revision: 3, Data: runtime.RawExtension{Raw: []byte(`{"spec":{"a":[1,"b"]}}`)}})
	verbs(s, "Job", s.client.BatchV1().Jobs(namespace), &batchv1.Job{ObjectMeta: named("job"), Spec: batchv1.JobSpec{
		Parallelism: pointer(int32(2)), Completions: pointer(int32(3)), BackoffLimit: pointer(int32(4)), ActiveDeadlineSeconds: pointer(int64(600)),
		Template: corev1.PodTemplateSpec{Spec: podSpec(corev1.RestartPolicyNever)}}})
	verbs(s, "CronJob", s.client.BatchV1().CronJobs(namespace), &batchv1.CronJob{ObjectMeta: named("cron"), Spec: batchv1.CronJobSpec{
		Schedule: "0 3 * * *", ConcurrencyPolicy: batchv1.ForbidConcurrent, Suspend: pointer(true),
		JobTemplate: batchv1.JobTemplateSpec{Spec: batchv1.JobSpec{Template: corev1.PodTemplateSpec{Spec: podSpec(corev1.RestartPolicyOnFailure)}}}}})
	target := autoscalingv1.CrossVersionObjectReference{Kind: "Deployment", Name: "deployment", APIVersion: "apps/v1"}
	verbs(s, "autoscaling/v1 HorizontalPodAutoscaler", s.client.AutoscalingV1().HorizontalPodAutoscalers(namespace), &autoscalingv1.HorizontalPodAutoscaler{
		ObjectMeta: named("scaler-1"), Spec: autoscalingv1.HorizontalPodAutoscalerSpec{ScaleTargetRef: target, MinReplicas: pointer(int32(1)), MaxReplicas: 4,
			TargetCPUUtilizationPercentage: pointer(int32(70))}})
	verbs(s, "autoscaling/v2 HorizontalPodAutoscaler", s.client.AutoscalingV2().HorizontalPodAutoscalers(namespace), &autoscalingv2.HorizontalPodAutoscaler{
		ObjectMeta: named("scaler-2"), Spec: autoscalingv2.HorizontalPodAutoscalerSpec{
			ScaleTargetRef: autoscalingv2.CrossVersionObjectReference(target), MaxReplicas: 4, Metrics: []autoscalingv2.MetricSpec{{
				Type: autoscalingv2.ResourceMetricSourceType, Resource: &autoscalingv2.ResourceMetricSource{Name: "memory", Target: autoscalingv2.MetricTarget{
					Type: autoscalingv2.AverageValueMetricType, AverageValue: pointer(resource.MustParse("100Mi"))}}}}}})
	verbs(s, "Lease", s.client.CoordinationV1().Leases(namespace), &coordinationv1.Lease{ObjectMeta: named("lease"), Spec: coordinationv1.LeaseSpec{
		HolderIdentity: pointer("me"), LeaseDurationSeconds: pointer(int32(15)), AcquireTime: &micro, RenewTime: &micro, LeaseTransitions: pointer(int32(0))}})
	verbs(s, "EndpointSlice", s.client.DiscoveryV1().EndpointSlices(namespace), &discoveryv1.EndpointSlice{ObjectMeta: named("slice"), AddressType: discoveryv1.AddressTypeIPv4,
		Endpoints: []discoveryv1.Endpoint{{Addresses: []string{"10.1.2.3"}, Conditions: discoveryv1.EndpointConditions{Ready: pointer(false)}}},
		Ports:     []discoveryv1.EndpointPort{{Name: pointer(""), Port: pointer(int32(80)), Protocol: pointer(corev1.ProtocolTCP)}}})
	verbs(s, "Ingress", s.client.NetworkingV1().Ingresses(namespace), &networkingv1.Ingress{ObjectMeta: named("ingress"), Spec: networkingv1.IngressSpec{
		IngressClassName: pointer("class"), Rules: []networkingv1.IngressRule{{Host: "a.example.com", IngressRuleValue: networkingv1.IngressRuleValue{
			HTTP: &networkingv1.HTTPIngressRuleValue{Paths: []networkingv1.HTTPIngressPath{{Path: "/", PathType: pointer(networkingv1.PathTypePrefix),
				Backend: networkingv1.IngressBackend{Service: &networkingv1.IngressServiceBackend{Name: "service", Port: networkingv1.ServiceBackendPort{Number: 80}}}}}}}}}}})
	verbs(s, "IngressClass", s.client.NetworkingV1().IngressClasses(), &networkingv1.IngressClass{
		ObjectMeta: named("client-go"), Spec: networkingv1.IngressClassSpec{Controller: "example.com/controller"}})
	verbs(s, "NetworkPolicy", s.client.NetworkingV1().NetworkPolicies(namespace), &networkingv1.NetworkPolicy{ObjectMeta: named("policy"), Spec: networkingv1.NetworkPolicySpec{
		PodSelector: *selector, PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeIngress}, Ingress: []networkingv1.NetworkPolicyIngressRule{{
			Ports: []networkingv1.NetworkPolicyPort{{Port: pointer(intstr.FromInt32(80)), EndPort: pointer(int32(90)), Protocol: pointer(corev1.ProtocolTCP)}},
			From:  []networkingv1.NetworkPolicyPeer{{IPBlock: &networkingv1.IPBlock{CIDR: "10.0.0.0/8", Except: []string{"10.1.0.0/16"}}}}}}}})
	verbs(s, "PodDisruptionBudget", s.client.PolicyV1().PodDisruptionBudgets(namespace), &policyv1.PodDisruptionBudget{ObjectMeta: named("budget"),
		Spec: policyv1.PodDisruptionBudgetSpec{Selector: selector, MinAvailable: pointer(intstr.FromString("50%"))}})
	rules := []rbacv1.PolicyRule{{Verbs: []string{"get"}, APIGroups: []string{""}, Resources: []string{"pods"}, ResourceNames: []string{"one"}}}
	subjects := []rbacv1.Subject{{Kind: "ServiceAccount", Namespace: namespace, Name: "default"}}
	rbac := s.client.RbacV1()
	verbs(s, "Role", rbac.Roles(namespace), &rbacv1.Role{ObjectMeta: named("role"), Rules: rules})
	verbs(s, "RoleBinding", rbac.RoleBindings(namespace), &rbacv1.RoleBinding{ObjectMeta: named("binding"), Subjects: subjects,
		RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: "role"}})
	verbs(s, "ClusterRole", rbac.ClusterRoles(), &rbacv1.ClusterRole{ObjectMeta: named("client-go"), Rules: append(rules, rbacv1.PolicyRule{
		Verbs: []string{"get"}, NonResourceURLs: []string{"/version"}})})
	verbs(s, "ClusterRoleBinding", rbac.ClusterRoleBindings(), &rbacv1.ClusterRoleBinding{ObjectMeta: named("client-go"), Subjects: subjects,
		RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: "client-go"}})
	verbs(s, "StorageClass", s.client.StorageV1().StorageClasses(), &storagev1.StorageClass{ObjectMeta: named("client-go"), Provisioner: "example.com/none",
		Parameters: map[string]string{"a": "b"}, ReclaimPolicy: pointer(corev1.PersistentVolumeReclaimRetain), AllowVolumeExpansion: pointer(true),
		VolumeBindingMode: pointer(storagev1.VolumeBindingWaitForFirstConsumer)})
}
