package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/httpstream"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/tools/portforward"
	"k8s.io/client-go/tools/remotecommand"
	"k8s.io/client-go/transport/spdy"
	utilexec "k8s.io/client-go/util/exec"
)

const server = `echo started; while true; do printf 'HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello' | nc -l -p 8080 >/dev/null; echo served; done`

// A pod that runs: its logs, commands in it, its ports, and its eviction.
func (s *suite) pods() {
	pods := s.client.CoreV1().Pods(namespace)
	s.call("pod runs", func() error {
		_, err := pods.Create(s.ctx, &corev1.Pod{ObjectMeta: named("runs"), Spec: corev1.PodSpec{
			TerminationGracePeriodSeconds: pointer(int64(1)),
			Containers: []corev1.Container{{Name: "main", Image: "busybox:1.36", Command: []string{"sh", "-c", server},
				Ports: []corev1.ContainerPort{{ContainerPort: 8080}}}}}}, metav1.CreateOptions{})
		if err != nil {
			return err
		}
		return eventually(func() bool {
			pod, err := pods.Get(s.ctx, "runs", metav1.GetOptions{})
			return err == nil && pod.Status.Phase == corev1.PodRunning
		})
	})
	s.call("logs", func() error {
		return eventually(func() bool {
			text, err := pods.GetLogs("runs", &corev1.PodLogOptions{TailLines: pointer(int64(10)), Timestamps: true}).DoRaw(s.ctx)
			return err == nil && strings.Contains(string(text), "Z started\n")
		})
	})
	s.call("logs followed", func() error {
		ctx, cancel := context.WithTimeout(s.ctx, 30*time.Second)
		defer cancel()
		stream, err := pods.GetLogs("runs", &corev1.PodLogOptions{Follow: true}).Stream(ctx)
		if err != nil {
			return err
		}
		defer stream.Close()
		line, err := bufio.NewReader(stream).ReadString('\n')
		if err == nil && line != "started\n" {
			return fmt.Errorf("begins with %q", line)
		}
		return err
	})
	s.call("logs of a container that is not there", func() error {
		_, err := pods.GetLogs("runs", &corev1.PodLogOptions{Container: "none"}).DoRaw(s.ctx)
		return expect(errors.IsBadRequest, err)
	})
	s.exec()
	s.forward()
	s.call("proxy to the pod", func() error {
		var text []byte
		err := eventually(func() bool {
			text, _ = pods.ProxyGet("http", "runs", "8080", "/", nil).DoRaw(s.ctx)
			return string(text) == "hello"
		})
		if err != nil {
			return fmt.Errorf("got %q", text)
		}
		return nil
	})
	s.call("EvictV1", func() error {
		if err := pods.EvictV1(s.ctx, &policyv1.Eviction{ObjectMeta: metav1.ObjectMeta{Name: "runs", Namespace: namespace}}); err != nil {
			return err
		}
		return eventually(func() bool {
			_, err := pods.Get(s.ctx, "runs", metav1.GetOptions{})
			return errors.IsNotFound(err)
		})
	})
}

func (s *suite) exec() {
	location := func(command ...string) *url.URL {
		return s.client.CoreV1().RESTClient().Post().Resource("pods").Namespace(namespace).Name("runs").SubResource("exec").
			VersionedParams(&corev1.PodExecOptions{Command: command, Stdin: true, Stdout: true, Stderr: true}, scheme.ParameterCodec).URL()
	}
	run := func(executor remotecommand.Executor, input string) (string, string, error) {
		var out, problems bytes.Buffer
		ctx, cancel := context.WithTimeout(s.ctx, 30*time.Second)
		defer cancel()
		err := executor.StreamWithContext(ctx, remotecommand.StreamOptions{Stdin: strings.NewReader(input), Stdout: &out, Stderr: &problems})
		return out.String(), problems.String(), err
	}
	executors := map[string]func(*url.URL) (remotecommand.Executor, error){
		"WebSocket": func(at *url.URL) (remotecommand.Executor, error) {
			return remotecommand.NewWebSocketExecutor(s.config, "GET", at.String())
		},
		"SPDY": func(at *url.URL) (remotecommand.Executor, error) {
			return remotecommand.NewSPDYExecutor(s.config, "POST", at)
		},
	}
	for _, name := range []string{"WebSocket", "SPDY"} {
		s.call("exec over "+name+": streams", func() error {
			executor, err := executors[name](location("sh", "-c", "cat; echo problem >&2"))
			if err != nil {
				return err
			}
			input := strings.Repeat("0123456789abcdef", 10_000)
			out, problems, err := run(executor, input)
			if err == nil && (out != input || problems != "problem\n") {
				return fmt.Errorf("%d bytes of output, %q", len(out), problems)
			}
			return err
		})
		s.call("exec over "+name+": exit code", func() error {
			executor, err := executors[name](location("sh", "-c", "exit 7"))
			if err != nil {
				return err
			}
			_, _, err = run(executor, "")
			if exit, ok := err.(utilexec.ExitError); !ok || exit.ExitStatus() != 7 {
				return fmt.Errorf("ended with %v", err)
			}
			return nil
		})
		s.call("exec over "+name+": no such command", func() error {
			executor, err := executors[name](location("/no/such/command"))
			if err != nil {
				return err
			}
			if _, _, err = run(executor, ""); err == nil {
				return fmt.Errorf("succeeded")
			}
			return nil
		})
	}
}

func (s *suite) forward() {
	at := s.client.CoreV1().RESTClient().Post().Resource("pods").Namespace(namespace).Name("runs").SubResource("portforward").URL()
	roundTripper, upgrader, err := spdy.RoundTripperFor(s.config)
	if err != nil {
		s.call("spdy.RoundTripperFor", func() error { return err })
		return
	}
	plain := spdy.NewDialer(upgrader, &http.Client{Transport: roundTripper}, http.MethodPost, at)
	tunnel, err := portforward.NewSPDYOverWebsocketDialer(at, s.config)
	if err != nil {
		s.call("NewSPDYOverWebsocketDialer", func() error { return err })
		return
	}
	s.call("port-forward over SPDY", func() error { return getThrough(plain) })
	s.call("port-forward over a WebSocket", func() error { return getThrough(tunnel) })
}

// Forwards a free port, and reads the answer of the server in the pod through it.
func getThrough(dialer httpstream.Dialer) error {
	stop, ready := make(chan struct{}), make(chan struct{})
	defer close(stop)
	forwarder, err := portforward.NewOnAddresses(dialer, []string{"127.0.0.1"}, []string{"0:8080"}, stop, ready, io.Discard, io.Discard)
	if err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() { failed <- forwarder.ForwardPorts() }()
	select {
	case err := <-failed:
		return fmt.Errorf("ended: %v", err)
	case <-ready:
	}
	ports, err := forwarder.GetPorts()
	if err != nil {
		return err
	}
	var text []byte
	err = eventually(func() bool {
		connection, err := net.Dial("tcp", fmt.Sprint("127.0.0.1:", ports[0].Local))
		if err != nil {
			return false
		}
		defer connection.Close()
		connection.SetDeadline(time.Now().Add(5 * time.Second))
		fmt.Fprint(connection, "GET / HTTP/1.0\r\n\r\n")
		text, _ = io.ReadAll(connection)
		return strings.HasSuffix(string(text), "hello")
	})
	if err != nil {
		return fmt.Errorf("read %q", text)
	}
	return nil
}
