package main

import (
	corev1 "k8s.io/api/core/v1"
)

// Where the recorder of events writes them.
type eventSink struct{ s *suite }

func (sink *eventSink) Create(event *corev1.Event) (*corev1.Event, error) {
	return sink.s.client.CoreV1().Events(event.Namespace).CreateWithEventNamespaceWithContext(sink.s.ctx, event)
}

func (sink *eventSink) Update(event *corev1.Event) (*corev1.Event, error) {
	return sink.s.client.CoreV1().Events(event.Namespace).UpdateWithEventNamespaceWithContext(sink.s.ctx, event)
}

func (sink *eventSink) Patch(event *corev1.Event, data []byte) (*corev1.Event, error) {
	return sink.s.client.CoreV1().Events(event.Namespace).PatchWithEventNamespaceWithContext(sink.s.ctx, event, data)
}
