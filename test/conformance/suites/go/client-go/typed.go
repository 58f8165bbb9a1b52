package main

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
)

// What the typed clients of all kinds have in common.
type typed[T any, L any] interface {
	Create(context.Context, T, metav1.CreateOptions) (T, error)
	Update(context.Context, T, metav1.UpdateOptions) (T, error)
	Delete(context.Context, string, metav1.DeleteOptions) error
	Get(context.Context, string, metav1.GetOptions) (T, error)
	List(context.Context, metav1.ListOptions) (L, error)
	Watch(context.Context, metav1.ListOptions) (watch.Interface, error)
	Patch(context.Context, string, types.PatchType, []byte, metav1.PatchOptions, ...string) (T, error)
}

type object interface {
	runtime.Object
	metav1.Object
}

// The life of one object: created, read, listed, watched, replaced, patched in three ways, and deleted.
func verbs[T object, L metav1.ListInterface](s *suite, kind string, client typed[T, L], sent T) {
	name := sent.GetName()
	sent.SetLabels(map[string]string{"made-by": "client-go"})
	selector := metav1.ListOptions{LabelSelector: "made-by=client-go", FieldSelector: "metadata.name=" + name}
	var made T
	created := s.call(kind+" create", func() (err error) {
		if made, err = client.Create(s.ctx, sent, metav1.CreateOptions{}); err != nil {
			return err
		}
		return contains(sent, made)
	})
	if !created && reflect.ValueOf(made).IsNil() {
		made = sent
	}
	s.call(kind+" get", func() error {
		got, err := client.Get(s.ctx, name, metav1.GetOptions{})
		if err != nil {
			return err
		}
		return contains(sent, got)
	})
	version := made.GetResourceVersion()
	s.call(kind+" list", func() error {
		list, err := client.List(s.ctx, selector)
		if err != nil {
			return err
		}
		if count := reflect.ValueOf(list).Elem().FieldByName("Items").Len(); count != 1 {
			return fmt.Errorf("%d items", count)
		}
		if list.GetResourceVersion() == "" {
			return fmt.Errorf("no resourceVersion")
		}
		return nil
	})
	var changes watch.Interface
	s.call(kind+" watch", func() (err error) {
		options := selector
		options.ResourceVersion = version
		changes, err = client.Watch(s.ctx, options)
		return err
	})
	// Controllers may write status at any time: a conflict is tried again, as clients do.
	s.call(kind+" update", func() (err error) {
		for range 5 {
			var current, updated T
			if current, err = client.Get(s.ctx, name, metav1.GetOptions{}); err != nil {
				return err
			}
			current.SetAnnotations(map[string]string{"update": "done"})
			if updated, err = client.Update(s.ctx, current, metav1.UpdateOptions{}); err == nil {
				return has(updated, "update")
			}
		}
		return err
	})
	patches := []struct {
		as   types.PatchType
		name string
		body string
	}{
		{types.JSONPatchType, "json", `[{"op":"add","path":"/metadata/annotations/json","value":"done"}]`},
		{types.MergePatchType, "merge", `{"metadata":{"annotations":{"merge":"done"}}}`},
		{types.StrategicMergePatchType, "strategic", `{"metadata":{"annotations":{"strategic":"done"}}}`},
	}
	for _, patch := range patches {
		s.call(kind+" patch "+patch.name, func() error {
			patched, err := client.Patch(s.ctx, name, patch.as, []byte(patch.body), metav1.PatchOptions{})
			if err != nil {
				return err
			}
			return has(patched, patch.name)
		})
	}
	s.call(kind+" delete", func() error {
		now := int64(0)
		if err := client.Delete(s.ctx, name, metav1.DeleteOptions{GracePeriodSeconds: &now}); err != nil || changes == nil {
			return err
		}
		defer changes.Stop()
		return sees(changes)
	})
}

// The watch tells of the changes, in any number, and of the end.
func sees(changes watch.Interface) error {
	modified := false
	for event := range changes.ResultChan() {
		switch event.Type {
		case watch.Modified:
			modified = true
		case watch.Deleted:
			if !modified {
				return fmt.Errorf("no change before the deletion")
			}
			return nil
		case watch.Error:
			return fmt.Errorf("%v", event.Object)
		}
		// A namespace stays until its controller has emptied it, a claim and a volume until nobody uses them.
		if accessor, ok := event.Object.(metav1.Object); ok && modified && accessor.GetDeletionTimestamp() != nil {
			return nil
		}
	}
	return fmt.Errorf("the watch ended before the deletion")
}

func has(object metav1.Object, annotation string) error {
	if object.GetAnnotations()[annotation] == "done" {
		return nil
	}
	return fmt.Errorf("annotation %q is missing from the answer", annotation)
}

// Everything that was sent is in the answer; the server may add to it.
func contains(sent, answer any) error {
	var wanted, got any
	for from, to := range map[any]*any{sent: &wanted, answer: &got} {
		text, err := json.Marshal(from)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(text, to); err != nil {
			return err
		}
	}
	return within(wanted, got, "")
}

func within(wanted, got any, path string) error {
	switch wanted := wanted.(type) {
	case nil:
		return nil
	case map[string]any:
		object, _ := got.(map[string]any)
		for field, value := range wanted {
			// Only controllers write status.
			if path == "" && field == "status" {
				continue
			}
			if err := within(value, object[field], path+"."+field); err != nil {
				return err
			}
		}
		return nil
	case []any:
		list, _ := got.([]any)
		if len(list) < len(wanted) {
			return fmt.Errorf("%s has %d elements instead of %d", path, len(list), len(wanted))
		}
		for at, value := range wanted {
			if err := within(value, list[at], fmt.Sprintf("%s[%d]", path, at)); err != nil {
				return err
			}
		}
		return nil
	}
	if path == ".metadata.creationTimestamp" || reflect.DeepEqual(wanted, got) {
		return nil
	}
	return fmt.Errorf("%s is %v instead of %v", path, got, wanted)
}
