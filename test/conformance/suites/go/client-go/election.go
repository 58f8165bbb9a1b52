package main

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
)

// Two candidates for one Lease: one leads, and when it ends, the other does.
func (s *suite) election() {
	var leading [2]atomic.Bool
	run := func(ctx context.Context, number int, release bool) {
		lock := &resourcelock.LeaseLock{
			LeaseMeta:  metav1.ObjectMeta{Name: "election", Namespace: namespace},
			Client:     s.client.CoordinationV1(),
			LockConfig: resourcelock.ResourceLockConfig{Identity: fmt.Sprint("candidate-", number)},
		}
		go leaderelection.RunOrDie(ctx, leaderelection.LeaderElectionConfig{
			Lock: lock, ReleaseOnCancel: release, LeaseDuration: 5 * time.Second, RenewDeadline: 4 * time.Second, RetryPeriod: 200 * time.Millisecond,
			Callbacks: leaderelection.LeaderCallbacks{
				OnStartedLeading: func(context.Context) { leading[number].Store(true) },
				OnStoppedLeading: func() { leading[number].Store(false) },
			},
		})
	}
	first, endFirst := context.WithCancel(s.ctx)
	defer endFirst()
	second, endSecond := context.WithCancel(s.ctx)
	defer endSecond()
	holder := func() (string, int32) {
		lease, err := s.client.CoordinationV1().Leases(namespace).Get(s.ctx, "election", metav1.GetOptions{})
		if err != nil || lease.Spec.HolderIdentity == nil || lease.Spec.LeaseTransitions == nil {
			return "", 0
		}
		return *lease.Spec.HolderIdentity, *lease.Spec.LeaseTransitions
	}
	s.call("election: the first candidate leads", func() error {
		run(first, 0, true)
		return eventually(leading[0].Load)
	})
	s.call("election: the second one waits", func() error {
		run(second, 1, false)
		time.Sleep(time.Second)
		if !leading[0].Load() || leading[1].Load() {
			return fmt.Errorf("leading: %v, %v", leading[0].Load(), leading[1].Load())
		}
		return nil
	})
	s.call("election: the Lease is renewed", func() error {
		lease, err := s.client.CoordinationV1().Leases(namespace).Get(s.ctx, "election", metav1.GetOptions{})
		if err != nil {
			return err
		}
		return eventually(func() bool {
			now, err := s.client.CoordinationV1().Leases(namespace).Get(s.ctx, "election", metav1.GetOptions{})
			return err == nil && now.Spec.RenewTime.After(lease.Spec.RenewTime.Time)
		})
	})
	s.call("election: released, the second one leads", func() error {
		endFirst()
		return eventually(func() bool { return leading[1].Load() && !leading[0].Load() })
	})
	s.call("election: the Lease names it", func() error {
		if name, transitions := holder(); name != "candidate-1" || transitions < 1 {
			return fmt.Errorf("%s after %d transitions", name, transitions)
		}
		return nil
	})
}
