package main

import (
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv1 "k8s.io/api/autoscaling/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/util/retry"
)

// Scale, status, propagation and finalizers.
func (s *suite) subresources() {
	deployments := s.client.AppsV1().Deployments(namespace)
	pods := s.client.CoreV1().Pods(namespace)
	var owner *appsv1.Deployment
	s.call("Deployment to scale", func() (err error) {
		owner, err = deployments.Create(s.ctx, &appsv1.Deployment{ObjectMeta: named("scaled"), Spec: appsv1.DeploymentSpec{
			Replicas: pointer(int32(1)), Selector: &metav1.LabelSelector{MatchLabels: app}, Template: template(corev1.RestartPolicyAlways)}}, metav1.CreateOptions{})
		return err
	})
	var scale *autoscalingv1.Scale
	s.call("GetScale", func() (err error) {
		scale, err = deployments.GetScale(s.ctx, "scaled", metav1.GetOptions{})
		if err == nil && (scale.Spec.Replicas != 1 || scale.Status.Selector != "app=client-go") {
			return fmt.Errorf("is %v", scale)
		}
		return err
	})
	s.call("UpdateScale", func() error {
		scale.Spec.Replicas = 2
		updated, err := deployments.UpdateScale(s.ctx, "scaled", scale, metav1.UpdateOptions{})
		if errors.IsConflict(err) {
			scale.ResourceVersion = ""
			updated, err = deployments.UpdateScale(s.ctx, "scaled", scale, metav1.UpdateOptions{})
		}
		if err == nil && updated.Spec.Replicas != 2 {
			return fmt.Errorf("is %v", updated)
		}
		return err
	})
	s.call("controller makes the pods, with an owner", func() error {
		return eventually(func() bool {
			list, err := pods.List(s.ctx, metav1.ListOptions{LabelSelector: "app=client-go"})
			if err != nil {
				return false
			}
			owned := 0
			for _, pod := range list.Items {
				if reference := metav1.GetControllerOf(&pod); reference != nil && reference.Kind == "ReplicaSet" {
					owned++
				}
			}
			return owned == 2
		})
	})
	s.call("UpdateStatus", func() error {
		return retry.RetryOnConflict(retry.DefaultBackoff, func() error {
			current, err := deployments.Get(s.ctx, "scaled", metav1.GetOptions{})
			if err != nil {
				return err
			}
			current.Status.Conditions = append(current.Status.Conditions, appsv1.DeploymentCondition{
				Type: "Tested", Status: corev1.ConditionTrue, Reason: "Tested", LastUpdateTime: metav1.Now(), LastTransitionTime: metav1.Now()})
			current.Spec.Paused = true
			updated, err := deployments.UpdateStatus(s.ctx, current, metav1.UpdateOptions{})
			if err == nil && updated.Spec.Paused {
				return fmt.Errorf("the spec changed too")
			}
			return err
		})
	})
	s.call("patch of status", func() error {
		_, err := deployments.Patch(s.ctx, "scaled", types.StrategicMergePatchType,
			[]byte(`{"status":{"conditions":[{"type":"Patched","status":"True"}]}}`), metav1.PatchOptions{}, "status")
		return err
	})
	s.call("delete in the foreground takes the dependents first", func() error {
		policy := metav1.DeletePropagationForeground
		if err := deployments.Delete(s.ctx, owner.Name, metav1.DeleteOptions{PropagationPolicy: &policy}); err != nil {
			return err
		}
		return eventually(func() bool {
			sets, err := s.client.AppsV1().ReplicaSets(namespace).List(s.ctx, metav1.ListOptions{LabelSelector: "app=client-go"})
			_, gone := deployments.Get(s.ctx, "scaled", metav1.GetOptions{})
			return err == nil && len(sets.Items) == 0 && errors.IsNotFound(gone)
		})
	})
	s.call("update of a finalizer lets an object go", func() error {
		maps := s.client.CoreV1().ConfigMaps(namespace)
		held := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "held", Finalizers: []string{"example.com/hold"}}}
		if _, err := maps.Create(s.ctx, held, metav1.CreateOptions{}); err != nil {
			return err
		}
		if err := maps.Delete(s.ctx, "held", metav1.DeleteOptions{}); err != nil {
			return err
		}
		current, err := maps.Get(s.ctx, "held", metav1.GetOptions{})
		if err != nil || current.DeletionTimestamp == nil {
			return fmt.Errorf("not held: %v", err)
		}
		current.Finalizers = nil
		if _, err := maps.Update(s.ctx, current, metav1.UpdateOptions{}); err != nil {
			return err
		}
		_, err = maps.Get(s.ctx, "held", metav1.GetOptions{})
		return expect(errors.IsNotFound, err)
	})
}
