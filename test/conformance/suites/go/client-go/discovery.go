package main

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/restmapper"
)

// Discovery, OpenAPI and the mapper from kinds to resources.
func (s *suite) discovery() {
	client := s.client.Discovery()
	s.call("ServerVersion", func() error {
		version, err := client.ServerVersion()
		if err == nil && version.Major != "1" {
			return fmt.Errorf("is %v", version)
		}
		return err
	})
	s.call("ServerGroups", func() error {
		groups, err := client.ServerGroups()
		if err == nil && len(groups.Groups) < 10 {
			return fmt.Errorf("only %d", len(groups.Groups))
		}
		return err
	})
	for _, version := range strings.Fields("v1 apps/v1 batch/v1 coordination.k8s.io/v1") {
		s.call("ServerResourcesForGroupVersion "+version, func() error {
			list, err := client.ServerResourcesForGroupVersion(version)
			if err == nil && len(list.APIResources) == 0 {
				return fmt.Errorf("is empty")
			}
			return err
		})
	}
	s.call("ServerGroupsAndResources", func() error {
		_, lists, err := client.ServerGroupsAndResources()
		if err == nil && len(lists) < 10 {
			return fmt.Errorf("only %d", len(lists))
		}
		return err
	})
	s.call("ServerPreferredResources", func() error {
		lists, err := client.ServerPreferredResources()
		if err != nil {
			return err
		}
		if found := discovery.FilteredBy(discovery.SupportsAllVerbs{Verbs: []string{"list", "watch"}}, lists); len(found) < 10 {
			return fmt.Errorf("only %d with list and watch", len(found))
		}
		return nil
	})
	s.call("ServerPreferredNamespacedResources", func() error {
		lists, err := client.ServerPreferredNamespacedResources()
		if err == nil && len(lists) < 8 {
			return fmt.Errorf("only %d", len(lists))
		}
		return err
	})
	s.call("OpenAPISchema as protobuf", func() error {
		document, err := client.OpenAPISchema()
		if err == nil && len(document.Definitions.AdditionalProperties) < 100 {
			return fmt.Errorf("only %d definitions", len(document.Definitions.AdditionalProperties))
		}
		return err
	})
	s.call("OpenAPIV3", func() error {
		paths, err := client.OpenAPIV3().Paths()
		if err != nil {
			return err
		}
		apps, ok := paths["apis/apps/v1"]
		if !ok {
			return fmt.Errorf("apps/v1 is missing")
		}
		text, err := apps.Schema("application/json")
		if err == nil && !strings.Contains(string(text), "io.k8s.api.apps.v1.Deployment") {
			return fmt.Errorf("no schema of a Deployment")
		}
		return err
	})
	cached := memory.NewMemCacheClient(client)
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(cached)
	s.call("RESTMapper RESTMapping", func() error {
		mapping, err := mapper.RESTMapping(schema.GroupKind{Group: "apps", Kind: "Deployment"}, "v1")
		if err == nil && (mapping.Resource.Resource != "deployments" || mapping.Scope.Name() != "namespace") {
			return fmt.Errorf("is %v", mapping)
		}
		return err
	})
	s.call("RESTMapper KindFor", func() error {
		kind, err := mapper.KindFor(schema.GroupVersionResource{Resource: "nodes"})
		if err == nil && kind.Kind != "Node" {
			return fmt.Errorf("is %v", kind)
		}
		return err
	})
	s.call("RESTMapper ResourceFor singular", func() error {
		resource, err := mapper.ResourceFor(schema.GroupVersionResource{Resource: "ingress"})
		if err == nil && resource.Resource != "ingresses" {
			return fmt.Errorf("is %v", resource)
		}
		return err
	})
	s.call("ShortcutExpander", func() error {
		short := restmapper.NewShortcutExpander(mapper, cached, nil)
		for name, plural := range map[string]string{"po": "pods", "sts": "statefulsets", "netpol": "networkpolicies", "pdb": "poddisruptionbudgets"} {
			resource, err := short.ResourceFor(schema.GroupVersionResource{Resource: name})
			if err != nil || resource.Resource != plural {
				return fmt.Errorf("%s is %v %v", name, resource, err)
			}
		}
		return nil
	})
	s.call("category all", func() error {
		resources, ok := restmapper.NewDiscoveryCategoryExpander(cached).Expand("all")
		if !ok || len(resources) < 8 {
			return fmt.Errorf("is %v", resources)
		}
		return nil
	})
	s.call("an unknown group", func() error {
		_, err := client.ServerResourcesForGroupVersion("none.example.com/v1")
		if err == nil || !strings.Contains(err.Error(), "could not find the requested resource") {
			return fmt.Errorf("got %v", err)
		}
		return nil
	})
}
