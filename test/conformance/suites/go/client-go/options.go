package main

import (
	"context"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/pager"
	"k8s.io/client-go/util/retry"
)

// Options of requests, subresources, and what clients make of errors.
func (s *suite) options() {
	maps := s.client.CoreV1().ConfigMaps(namespace)
	put := func(name string, options metav1.CreateOptions) error {
		labels := map[string]string{"options": "yes"}
		_, err := maps.Create(s.ctx, &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels}}, options)
		return err
	}
	labeled := metav1.ListOptions{LabelSelector: "options=yes"}
	for _, name := range strings.Fields("o1 o2 o3 o4 o5") {
		if err := put(name, metav1.CreateOptions{}); err != nil {
			fmt.Println("cannot prepare:", err)
		}
	}
	s.call("create AlreadyExists", func() error {
		return expect(errors.IsAlreadyExists, put("o1", metav1.CreateOptions{}))
	})
	s.call("get NotFound", func() error {
		_, err := maps.Get(s.ctx, "none", metav1.GetOptions{})
		return expect(errors.IsNotFound, err)
	})
	s.call("create Invalid", func() error { return expect(errors.IsInvalid, put("-", metav1.CreateOptions{})) })
	s.call("create with dryRun", func() error {
		if err := put("dry", metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}}); err != nil {
			return err
		}
		_, err := maps.Get(s.ctx, "dry", metav1.GetOptions{})
		return expect(errors.IsNotFound, err)
	})
	s.call("create with dryRun of an unknown kind", func() error {
		return expect(errors.IsInvalid, put("dry", metav1.CreateOptions{DryRun: []string{"Some"}}))
	})
	s.call("create with generateName", func() error {
		created, err := maps.Create(s.ctx, &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{GenerateName: "made-"}}, metav1.CreateOptions{})
		if err == nil && len(created.Name) != len("made-")+5 {
			return fmt.Errorf("named %q", created.Name)
		}
		return err
	})
	s.call("create over 1 MiB", func() error {
		big := &corev1.ConfigMap{ObjectMeta: named("big"), Data: map[string]string{"a": strings.Repeat("x", 1<<20+1)}}
		_, err := maps.Create(s.ctx, big, metav1.CreateOptions{})
		return expect(errors.IsInvalid, err)
	})
	s.call("patch with fieldValidation Strict", func() error {
		options := metav1.PatchOptions{FieldValidation: metav1.FieldValidationStrict}
		_, err := maps.Patch(s.ctx, "o1", types.MergePatchType, []byte(`{"unknown":1}`), options)
		return expect(errors.IsBadRequest, err)
	})
	s.call("update Conflict", func() error {
		current, err := maps.Get(s.ctx, "o1", metav1.GetOptions{})
		if err != nil {
			return err
		}
		stale := current.DeepCopy()
		current.Data = map[string]string{"a": "b"}
		if _, err = maps.Update(s.ctx, current, metav1.UpdateOptions{}); err != nil {
			return err
		}
		_, err = maps.Update(s.ctx, stale, metav1.UpdateOptions{})
		return expect(errors.IsConflict, err)
	})
	s.call("retry.RetryOnConflict", func() error {
		return retry.RetryOnConflict(retry.DefaultRetry, func() error {
			current, err := maps.Get(s.ctx, "o1", metav1.GetOptions{})
			if err != nil {
				return err
			}
			current.Data = map[string]string{"a": "c"}
			_, err = maps.Update(s.ctx, current, metav1.UpdateOptions{})
			return err
		})
	})
	var listed *corev1.ConfigMapList
	s.call("list in pages, as one snapshot", func() (err error) {
		options := labeled
		options.Limit = 2
		if listed, err = maps.List(s.ctx, options); err != nil {
			return err
		}
		if err = put("o2a", metav1.CreateOptions{}); err != nil {
			return err
		}
		count := len(listed.Items)
		for options.Continue = listed.Continue; options.Continue != ""; {
			page, err := maps.List(s.ctx, options)
			if err != nil {
				return err
			}
			if page.ResourceVersion != listed.ResourceVersion {
				return fmt.Errorf("a page of %s after one of %s", page.ResourceVersion, listed.ResourceVersion)
			}
			count, options.Continue = count+len(page.Items), page.Continue
		}
		if count != 5 {
			return fmt.Errorf("%d items instead of 5", count)
		}
		return nil
	})
	s.call("list at a resourceVersion, Exact", func() error {
		options := labeled
		options.ResourceVersion, options.ResourceVersionMatch = listed.ResourceVersion, metav1.ResourceVersionMatchExact
		list, err := maps.List(s.ctx, options)
		if err == nil && len(list.Items) != 5 {
			return fmt.Errorf("%d items instead of 5", len(list.Items))
		}
		return err
	})
	s.call("list at a resourceVersion, NotOlderThan", func() error {
		options := labeled
		options.ResourceVersion, options.ResourceVersionMatch = listed.ResourceVersion, metav1.ResourceVersionMatchNotOlderThan
		list, err := maps.List(s.ctx, options)
		if err == nil && len(list.Items) != 6 {
			return fmt.Errorf("%d items instead of 6", len(list.Items))
		}
		return err
	})
	s.call("list at a resourceVersion that is still to come", func() error {
		_, err := maps.List(s.ctx, metav1.ListOptions{ResourceVersion: "99999999", ResourceVersionMatch: metav1.ResourceVersionMatchNotOlderThan})
		if !errors.HasStatusCause(err, metav1.CauseTypeResourceVersionTooLarge) {
			return fmt.Errorf("got %v", err)
		}
		return nil
	})
	s.call("remainingItemCount", func() error {
		list, err := maps.List(s.ctx, metav1.ListOptions{Limit: 1})
		if err == nil && (list.RemainingItemCount == nil || *list.RemainingItemCount < 5) {
			return fmt.Errorf("is %v", list.RemainingItemCount)
		}
		return err
	})
	s.call("pager.EachListItem", func() error {
		count := 0
		pages := pager.New(func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
			return maps.List(ctx, options)
		})
		pages.PageSize = 2
		err := pages.EachListItem(s.ctx, labeled, func(runtime.Object) error { count++; return nil })
		if err == nil && count != 6 {
			return fmt.Errorf("%d items instead of 6", count)
		}
		return err
	})
	s.call("list by field selector", func() error {
		list, err := maps.List(s.ctx, metav1.ListOptions{FieldSelector: "metadata.name!=o1", LabelSelector: "options in (yes,no)"})
		if err == nil && len(list.Items) != 5 {
			return fmt.Errorf("%d items instead of 5", len(list.Items))
		}
		return err
	})
	s.call("delete with a precondition", func() error {
		err := maps.Delete(s.ctx, "o1", metav1.DeleteOptions{Preconditions: metav1.NewUIDPreconditions("other")})
		return expect(errors.IsConflict, err)
	})
	s.call("delete with dryRun", func() error {
		if err := maps.Delete(s.ctx, "o1", metav1.DeleteOptions{DryRun: []string{metav1.DryRunAll}}); err != nil {
			return err
		}
		_, err := maps.Get(s.ctx, "o1", metav1.GetOptions{})
		return err
	})
	s.call("deleteCollection", func() error {
		if err := maps.DeleteCollection(s.ctx, metav1.DeleteOptions{}, labeled); err != nil {
			return err
		}
		list, err := maps.List(s.ctx, labeled)
		if err == nil && len(list.Items) != 0 {
			return fmt.Errorf("%d items are left", len(list.Items))
		}
		return err
	})
	s.subresources()
	s.reviews()
}

func expect(is func(error) bool, err error) error {
	if is(err) {
		return nil
	}
	return fmt.Errorf("got %v", err)
}
