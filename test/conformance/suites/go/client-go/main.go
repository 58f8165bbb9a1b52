// Calls the API of a cluster with client-go and its default content type, and prints a line for each call.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"

	corev1 "k8s.io/api/core/v1"
)

const namespace = "client-go"

// What every part of the program uses.
type suite struct {
	config *rest.Config
	client *kubernetes.Clientset
	ctx    context.Context
	passed int
	failed int
}

// One call: its line, and whether it passed.
func (s *suite) call(name string, run func() error) bool {
	err := run()
	if err == nil {
		s.passed++
		fmt.Println("ok  ", name)
		return true
	}
	s.failed++
	fmt.Println("FAIL", name+":", strings.ReplaceAll(err.Error(), "\n", " "))
	return false
}

// Waits for a condition, at most as long as a slow machine needs.
func eventually(condition func() bool) error {
	for until := time.Now().Add(30 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		if condition() {
			return nil
		}
	}
	return fmt.Errorf("did not happen in 30 s")
}

func main() {
	klog.InitFlags(nil)
	flag.Set("logtostderr", "false")
	flag.Set("alsologtostderr", "false")
	flag.Set("stderrthreshold", "FATAL")
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	config.QPS = -1
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	s := &suite{config: config, client: client, ctx: ctx}
	space := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace}}
	s.call("namespace for the run", func() error {
		_, err := client.CoreV1().Namespaces().Create(ctx, space, metav1.CreateOptions{})
		return err
	})
	s.kinds()
	s.options()
	s.discovery()
	s.dynamic()
	s.informers()
	s.election()
	s.pods()
	s.call("remove the namespace", func() error {
		return client.CoreV1().Namespaces().Delete(ctx, namespace, metav1.DeleteOptions{})
	})
	fmt.Printf("%d of %d calls passed\n", s.passed, s.passed+s.failed)
	if s.failed > 0 {
		os.Exit(1)
	}
}
