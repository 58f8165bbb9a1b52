package main

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"
)

var deployments = schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "deployments"}

// The clients that know no types: dynamic, of metadata, and REST with Tables.
func (s *suite) dynamic() {
	client, err := dynamic.NewForConfig(s.config)
	if err != nil {
		s.call("dynamic.NewForConfig", func() error { return err })
		return
	}
	resource := client.Resource(deployments).Namespace(namespace)
	labeled := metav1.ListOptions{LabelSelector: "of=dynamic"}
	sent := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "apps/v1", "kind": "Deployment",
		"metadata": map[string]any{"name": "dynamic", "labels": map[string]any{"of": "dynamic"}},
		"spec": map[string]any{
			"replicas": int64(0), "selector": map[string]any{"matchLabels": map[string]any{"of": "dynamic"}},
			"template": map[string]any{
				"metadata": map[string]any{"labels": map[string]any{"of": "dynamic"}},
				"spec":     map[string]any{"containers": []any{map[string]any{"name": "main", "image": "busybox:1.36"}}},
			},
		},
	}}
	var made *unstructured.Unstructured
	s.call("dynamic create", func() (err error) {
		made, err = resource.Create(s.ctx, sent, metav1.CreateOptions{})
		return err
	})
	s.call("dynamic get", func() error {
		got, err := resource.Get(s.ctx, "dynamic", metav1.GetOptions{})
		if err == nil && got.GetKind() != "Deployment" {
			return fmt.Errorf("is %v", got.Object)
		}
		return err
	})
	s.call("dynamic list", func() error {
		list, err := client.Resource(deployments).List(s.ctx, labeled)
		if err == nil && (len(list.Items) != 1 || list.GetKind() != "DeploymentList") {
			return fmt.Errorf("%d items of a %s", len(list.Items), list.GetKind())
		}
		return err
	})
	var changes watch.Interface
	s.call("dynamic watch", func() (err error) {
		options := labeled
		options.ResourceVersion = made.GetResourceVersion()
		changes, err = resource.Watch(s.ctx, options)
		return err
	})
	s.call("dynamic update", func() (err error) {
		for range 5 {
			var current *unstructured.Unstructured
			if current, err = resource.Get(s.ctx, "dynamic", metav1.GetOptions{}); err != nil {
				return err
			}
			current.SetAnnotations(map[string]string{"update": "done"})
			if _, err = resource.Update(s.ctx, current, metav1.UpdateOptions{}); err == nil {
				return nil
			}
		}
		return err
	})
	s.call("dynamic patch", func() error {
		patched, err := resource.Patch(s.ctx, "dynamic", types.MergePatchType, []byte(`{"metadata":{"annotations":{"patch":"done"}}}`), metav1.PatchOptions{})
		if err != nil {
			return err
		}
		return has(patched, "patch")
	})
	s.call("dynamic subresource", func() error {
		scale, err := resource.Get(s.ctx, "dynamic", metav1.GetOptions{}, "scale")
		if err == nil && scale.GetKind() != "Scale" {
			return fmt.Errorf("is %v", scale.Object)
		}
		return err
	})
	s.call("dynamic delete", func() error {
		if err := resource.Delete(s.ctx, "dynamic", metav1.DeleteOptions{}); err != nil || changes == nil {
			return err
		}
		defer changes.Stop()
		return sees(changes)
	})
	s.metadata()
	s.call("Table", func() error {
		table := &metav1.Table{}
		err := s.client.CoreV1().RESTClient().Get().Resource("nodes").
			SetHeader("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io").Do(s.ctx).Into(table)
		if err == nil && (len(table.Rows) == 0 || table.ColumnDefinitions[0].Name != "Name") {
			return fmt.Errorf("has %d rows", len(table.Rows))
		}
		return err
	})
	s.call("REST client with JSON only", func() error {
		config := rest.CopyConfig(s.config)
		config.ContentType, config.AcceptContentTypes = runtime.ContentTypeJSON, runtime.ContentTypeJSON
		config.GroupVersion, config.APIPath, config.NegotiatedSerializer = &corev1.SchemeGroupVersion, "/api", scheme.Codecs.WithoutConversion()
		client, err := rest.RESTClientFor(config)
		if err != nil {
			return err
		}
		list := &corev1.NodeList{}
		err = client.Get().Resource("nodes").Do(s.ctx).Into(list)
		if err == nil && len(list.Items) == 0 {
			return fmt.Errorf("no nodes")
		}
		return err
	})
	s.call("REST client with protobuf only", func() error {
		text, err := s.client.CoreV1().RESTClient().Get().Resource("nodes").SetHeader("Accept", runtime.ContentTypeProtobuf).DoRaw(s.ctx)
		if err == nil && !strings.HasPrefix(string(text), "k8s\x00") {
			return fmt.Errorf("does not begin with the magic number of protobuf")
		}
		return err
	})
}

func (s *suite) metadata() {
	client, err := metadata.NewForConfig(s.config)
	if err != nil {
		s.call("metadata.NewForConfig", func() error { return err })
		return
	}
	maps := client.Resource(schema.GroupVersionResource{Version: "v1", Resource: "configmaps"}).Namespace(namespace)
	s.client.CoreV1().ConfigMaps(namespace).Create(s.ctx, &corev1.ConfigMap{ObjectMeta: named("metadata")}, metav1.CreateOptions{})
	s.call("metadata get", func() error {
		got, err := maps.Get(s.ctx, "metadata", metav1.GetOptions{})
		if err == nil && got.UID == "" {
			return fmt.Errorf("is %v", got)
		}
		return err
	})
	var version string
	s.call("metadata list", func() error {
		list, err := maps.List(s.ctx, metav1.ListOptions{})
		if err != nil {
			return err
		}
		version = list.ResourceVersion
		if len(list.Items) == 0 || list.Items[0].Name == "" {
			return fmt.Errorf("%d items", len(list.Items))
		}
		return nil
	})
	var changes watch.Interface
	s.call("metadata watch", func() (err error) {
		changes, err = maps.Watch(s.ctx, metav1.ListOptions{ResourceVersion: version})
		return err
	})
	s.call("metadata patch", func() error {
		patched, err := maps.Patch(s.ctx, "metadata", types.MergePatchType, []byte(`{"metadata":{"annotations":{"patch":"done"}}}`), metav1.PatchOptions{})
		if err != nil {
			return err
		}
		return has(patched, "patch")
	})
	s.call("metadata delete", func() error {
		if err := maps.Delete(s.ctx, "metadata", metav1.DeleteOptions{}); err != nil || changes == nil {
			return err
		}
		defer changes.Stop()
		return sees(changes)
	})
}
