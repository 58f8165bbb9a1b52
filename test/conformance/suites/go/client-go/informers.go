package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	toolswatch "k8s.io/client-go/tools/watch"
)

// Connections that can be cut, and watches that can be answered with 410.
type wire struct {
	mutex       sync.Mutex
	connections []net.Conn
	lists       atomic.Int32
	gone        atomic.Int32
	next        http.RoundTripper
}

func (w *wire) dial(ctx context.Context, network, address string) (net.Conn, error) {
	connection, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err == nil {
		w.mutex.Lock()
		w.connections = append(w.connections, connection)
		w.mutex.Unlock()
	}
	return connection, err
}

func (w *wire) cut() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for _, connection := range w.connections {
		connection.Close()
	}
	w.connections = nil
}

func (w *wire) RoundTrip(request *http.Request) (*http.Response, error) {
	query := request.URL.Query()
	isWatch := query.Get("watch") != ""
	if strings.HasSuffix(request.URL.Path, "/configmaps") && request.Method == http.MethodGet && !isWatch {
		w.lists.Add(1)
	}
	// As the server answers once its history no longer reaches back that far.
	if isWatch && strings.HasSuffix(request.URL.Path, "/configmaps") && w.gone.CompareAndSwap(1, 0) {
		body := `{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too old resource version","reason":"Expired","code":410}`
		return &http.Response{StatusCode: http.StatusGone, Header: http.Header{"Content-Type": {"application/json"}},
			Body: io.NopCloser(strings.NewReader(body)), Request: request, ProtoMajor: 1, ProtoMinor: 1}, nil
	}
	return w.next.RoundTrip(request)
}

// Shared informers over a connection that breaks, and the other tools that watch.
func (s *suite) informers() {
	w := &wire{}
	config := rest.CopyConfig(s.config)
	config.Dial = w.dial
	config.Wrap(func(next http.RoundTripper) http.RoundTripper { w.next = next; return w })
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		s.call("client of the informers", func() error { return err })
		return
	}
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	s.everyInformer(ctx)

	factory := informers.NewSharedInformerFactoryWithOptions(client, time.Second, informers.WithNamespace(namespace),
		informers.WithTweakListOptions(func(options *metav1.ListOptions) { options.LabelSelector = "of=informers" }))
	informer := factory.Core().V1().ConfigMaps()
	var added, resynced, updated, deleted atomic.Int32
	informer.Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc: func(any) { added.Add(1) },
		UpdateFunc: func(before, after any) {
			if before.(*corev1.ConfigMap).ResourceVersion == after.(*corev1.ConfigMap).ResourceVersion {
				resynced.Add(1)
			} else {
				updated.Add(1)
			}
		},
		DeleteFunc: func(any) { deleted.Add(1) },
	})
	maps := s.client.CoreV1().ConfigMaps(namespace)
	put := func(name string) {
		maps.Create(ctx, &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{"of": "informers"}}}, metav1.CreateOptions{})
	}
	change := func(name string) {
		if current, err := maps.Get(ctx, name, metav1.GetOptions{}); err == nil {
			current.Data = map[string]string{"at": time.Now().String()}
			maps.Update(ctx, current, metav1.UpdateOptions{})
		}
	}
	at := func(counter *atomic.Int32, least int32) error {
		err := eventually(func() bool { return counter.Load() >= least })
		if err != nil {
			return fmt.Errorf("%d instead of %d: %w", counter.Load(), least, err)
		}
		return nil
	}
	put("i1")
	factory.Start(ctx.Done())
	s.call("informer syncs", func() error {
		if !cache.WaitForCacheSync(ctx.Done(), informer.Informer().HasSynced) {
			return fmt.Errorf("does not sync")
		}
		return at(&added, 1)
	})
	s.call("informer adds", func() error { put("i2"); return at(&added, 2) })
	s.call("informer updates", func() error { change("i2"); return at(&updated, 1) })
	s.call("informer resyncs", func() error { return at(&resynced, 3) })
	s.call("lister", func() error {
		list, err := informer.Lister().ConfigMaps(namespace).List(labels.Everything())
		if err == nil && len(list) != 2 {
			return fmt.Errorf("%d objects", len(list))
		}
		return err
	})
	s.call("informer goes on after a disconnect", func() error {
		w.cut()
		put("i3")
		change("i1")
		if err := at(&added, 3); err != nil {
			return err
		}
		return at(&updated, 2)
	})
	s.call("informer lists again after 410", func() error {
		lists := w.lists.Load()
		w.gone.Store(1)
		w.cut()
		put("i4")
		if err := at(&added, 4); err != nil {
			return err
		}
		return at(&w.lists, lists+1)
	})
	s.call("informer deletes", func() error {
		maps.DeleteCollection(ctx, metav1.DeleteOptions{}, metav1.ListOptions{LabelSelector: "of=informers"})
		return at(&deleted, 4)
	})
	s.call("informer told of each object once", func() error {
		if added.Load() != 4 || deleted.Load() != 4 {
			return fmt.Errorf("%d added, %d deleted", added.Load(), deleted.Load())
		}
		return nil
	})
	s.watches(ctx)
}

var informed = strings.Fields("v1/configmaps v1/secrets v1/services v1/serviceaccounts v1/endpoints v1/events v1/limitranges v1/resourcequotas " +
	"v1/namespaces v1/nodes v1/persistentvolumes v1/persistentvolumeclaims v1/pods apps/v1/deployments apps/v1/statefulsets apps/v1/replicasets " +
	"apps/v1/daemonsets apps/v1/controllerrevisions batch/v1/jobs batch/v1/cronjobs autoscaling/v2/horizontalpodautoscalers coordination.k8s.io/v1/leases " +
	"discovery.k8s.io/v1/endpointslices events.k8s.io/v1/events networking.k8s.io/v1/ingresses networking.k8s.io/v1/ingressclasses " +
	"networking.k8s.io/v1/networkpolicies policy/v1/poddisruptionbudgets rbac.authorization.k8s.io/v1/roles rbac.authorization.k8s.io/v1/rolebindings " +
	"rbac.authorization.k8s.io/v1/clusterroles rbac.authorization.k8s.io/v1/clusterrolebindings storage.k8s.io/v1/storageclasses")

func (s *suite) everyInformer(ctx context.Context) {
	factory := informers.NewSharedInformerFactory(s.client, 0)
	for _, name := range informed {
		at := strings.LastIndex(name, "/")
		version, _ := schema.ParseGroupVersion(name[:at])
		s.call("informer of "+name, func() error {
			informer, err := factory.ForResource(version.WithResource(name[at+1:]))
			if err != nil {
				return err
			}
			limited, cancel := context.WithTimeout(ctx, 30*time.Second)
			defer cancel()
			factory.Start(ctx.Done())
			if !cache.WaitForCacheSync(limited.Done(), informer.Informer().HasSynced) {
				return fmt.Errorf("does not sync")
			}
			return nil
		})
	}
}

func (s *suite) watches(ctx context.Context) {
	maps := s.client.CoreV1().ConfigMaps(namespace)
	only := func(options *metav1.ListOptions) { options.FieldSelector = "metadata.name=watched" }
	source := &cache.ListWatch{
		ListWithContextFunc: func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
			only(&options)
			return maps.List(ctx, options)
		},
		WatchFuncWithContext: func(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
			only(&options)
			return maps.Watch(ctx, options)
		},
	}
	s.call("watch.UntilWithSync", func() error {
		go maps.Create(ctx, &corev1.ConfigMap{ObjectMeta: named("watched")}, metav1.CreateOptions{})
		limited, cancel := context.WithTimeout(ctx, 30*time.Second)
		defer cancel()
		_, err := toolswatch.UntilWithSync(limited, source, &corev1.ConfigMap{}, nil, func(event watch.Event) (bool, error) {
			return event.Type == watch.Added, nil
		})
		return err
	})
	s.call("watch.RetryWatcher with bookmarks", func() error {
		list, err := maps.List(ctx, metav1.ListOptions{})
		if err != nil {
			return err
		}
		watcher, err := toolswatch.NewRetryWatcherWithContext(ctx, list.ResourceVersion, source)
		if err != nil {
			return err
		}
		defer watcher.Stop()
		go maps.Delete(ctx, "watched", metav1.DeleteOptions{})
		for event := range watcher.ResultChan() {
			if event.Type == watch.Deleted {
				return nil
			}
		}
		return fmt.Errorf("ended before the deletion")
	})
	s.call("watch that ends by timeoutSeconds, with a bookmark", func() error {
		watcher, err := maps.Watch(ctx, metav1.ListOptions{TimeoutSeconds: pointer(int64(1)), AllowWatchBookmarks: true, ResourceVersion: "0"})
		if err != nil {
			return err
		}
		last := watch.Event{}
		for event := range watcher.ResultChan() {
			last = event
		}
		if last.Type != watch.Bookmark {
			return fmt.Errorf("the last event is %v", last.Type)
		}
		return nil
	})
}
