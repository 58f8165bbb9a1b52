package main

import (
	"bytes"
	"fmt"
	"strings"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/tools/record"
)

// Reviews of oneself, events, and the paths beside the resources.
func (s *suite) reviews() {
	attributes := &authorizationv1.ResourceAttributes{Namespace: namespace, Verb: "create", Resource: "pods"}
	s.call("SelfSubjectAccessReview", func() error {
		review := &authorizationv1.SelfSubjectAccessReview{Spec: authorizationv1.SelfSubjectAccessReviewSpec{ResourceAttributes: attributes}}
		answer, err := s.client.AuthorizationV1().SelfSubjectAccessReviews().Create(s.ctx, review, metav1.CreateOptions{})
		if err == nil && !answer.Status.Allowed {
			return fmt.Errorf("is not allowed")
		}
		return err
	})
	s.call("SelfSubjectRulesReview", func() error {
		review := &authorizationv1.SelfSubjectRulesReview{Spec: authorizationv1.SelfSubjectRulesReviewSpec{Namespace: namespace}}
		answer, err := s.client.AuthorizationV1().SelfSubjectRulesReviews().Create(s.ctx, review, metav1.CreateOptions{})
		if err == nil && len(answer.Status.ResourceRules) == 0 {
			return fmt.Errorf("has no rules")
		}
		return err
	})
	s.call("SelfSubjectReview", func() error {
		answer, err := s.client.AuthenticationV1().SelfSubjectReviews().Create(s.ctx, &authenticationv1.SelfSubjectReview{}, metav1.CreateOptions{})
		if err == nil && answer.Status.UserInfo.Username == "" {
			return fmt.Errorf("has no user")
		}
		return err
	})
	s.call("record.EventRecorder", func() error {
		broadcaster := record.NewBroadcaster()
		defer broadcaster.Shutdown()
		sink := &eventSink{s}
		broadcaster.StartRecordingToSink(sink)
		recorder := broadcaster.NewRecorder(scheme.Scheme, corev1.EventSource{Component: "client-go"})
		about := &corev1.ObjectReference{Kind: "ConfigMap", Namespace: namespace, Name: "recorded", APIVersion: "v1"}
		for range 3 {
			recorder.Event(about, corev1.EventTypeWarning, "Recorded", "three times")
		}
		return eventually(func() bool {
			list, err := s.client.CoreV1().Events(namespace).List(s.ctx, metav1.ListOptions{FieldSelector: "involvedObject.name=recorded"})
			return err == nil && len(list.Items) == 1 && list.Items[0].Count == 3
		})
	})
	for _, path := range strings.Fields("/metrics /healthz /readyz /livez") {
		s.call("GET "+path, func() error {
			text, err := s.client.RESTClient().Get().AbsPath(path).DoRaw(s.ctx)
			if err == nil && !bytes.Contains(text, []byte("ok")) && path != "/metrics" {
				return fmt.Errorf("answers %s", text)
			}
			return err
		})
	}
	s.call("kube-root-ca.crt", func() error {
		return eventually(func() bool {
			root, err := s.client.CoreV1().ConfigMaps(namespace).Get(s.ctx, "kube-root-ca.crt", metav1.GetOptions{})
			return err == nil && strings.Contains(root.Data["ca.crt"], "BEGIN CERTIFICATE")
		})
	})
}
