// Package main is a learner's client of the lab, in the variants that learners write. It is built once for each of them:
// go build -ldflags '-X main.variant=improved'.
package main

import (
	"context"
	"fmt"
	"log"
	"math/rand"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/IBM/sarama"
)

var variant = "original"

func main() {
	broker, topic, role := os.Getenv("KAFKA_BROKER"), os.Getenv("TOPIC"), os.Getenv("ROLE")
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	var err error
	switch {
	case role == "producer":
		err = produce(ctx, broker, topic)
	case role == "consumer":
		err = consume(ctx, broker, topic)
	default:
		err = fmt.Errorf("unknown ROLE %q", role)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// produce sends one message at a time.
func produce(ctx context.Context, broker, topic string) error {
	config := sarama.NewConfig()
	config.Producer.Return.Successes = true
	producer, err := sarama.NewSyncProducer([]string{broker}, config)
	if err != nil {
		return err
	}
	defer producer.Close()
	log.Printf("%s: start publishing messages to %s", topic, broker)
	for count := 1; ctx.Err() == nil; count++ {
		value := sarama.StringEncoder(fmt.Sprintf("%f", rand.Float64()))
		if _, _, err := producer.SendMessage(&sarama.ProducerMessage{Topic: topic, Value: value}); err != nil {
			return err
		}
		if count%1000 == 0 {
			log.Printf("%s: %d messages published", topic, count)
		}
		time.Sleep(time.Millisecond)
	}
	return nil
}

func consume(ctx context.Context, broker, topic string) error {
	switch variant {
	case "original":
		return consumePartitions(ctx, broker, topic, sarama.OffsetNewest, 0)
	case "partitions":
		return consumePartitions(ctx, broker, topic, sarama.OffsetOldest, 0, 1, 2, 3)
	case "skips":
		return consumePartitions(ctx, broker, topic, sarama.OffsetOldest, 0, 1, 3)
	case "improved", "twice":
		return consumeInGroup(ctx, broker, topic, sarama.OffsetOldest)
	case "newest":
		return consumeInGroup(ctx, broker, topic, sarama.OffsetNewest)
	}
	return fmt.Errorf("unknown variant %q", variant)
}

// tally counts the messages of all partitions and logs every 1,000th.
type tally struct {
	sync.Mutex
	count int
}

func (t *tally) add(topic string, message *sarama.ConsumerMessage, isOne bool) {
	t.Lock()
	defer t.Unlock()
	t.count++
	if t.count%1000 != 0 {
		return
	}
	if isOne {
		log.Printf("%s: received %d messages, last (%s)", topic, t.count, message.Value)
		return
	}
	log.Printf("%s: received %d messages, partition %d, offset %d, value: %s",
		topic, t.count, message.Partition, message.Offset, message.Value)
}

// consumePartitions reads partitions without a group.
func consumePartitions(ctx context.Context, broker, topic string, offset int64, partitions ...int32) error {
	consumer, err := sarama.NewConsumer([]string{broker}, sarama.NewConfig())
	if err != nil {
		return err
	}
	defer consumer.Close()
	var counted tally
	var running sync.WaitGroup
	for _, partition := range partitions {
		reader, err := consumer.ConsumePartition(topic, partition, offset)
		if err != nil {
			return err
		}
		running.Add(1)
		go func() {
			defer running.Done()
			for {
				select {
				case message := <-reader.Messages():
					counted.add(topic, message, len(partitions) == 1)
				case <-ctx.Done():
					_ = reader.Close()
					return
				}
			}
		}()
	}
	log.Printf("%s: start receiving messages from %s", topic, broker)
	running.Wait()
	return nil
}

func consumeInGroup(ctx context.Context, broker, topic string, initial int64) error {
	config := sarama.NewConfig()
	config.Consumer.Group.Rebalance.GroupStrategies = []sarama.BalanceStrategy{sarama.NewBalanceStrategyRoundRobin()}
	config.Consumer.Offsets.Initial = initial
	group, err := sarama.NewConsumerGroup([]string{broker}, "improved-"+variant, config)
	if err != nil {
		return err
	}
	defer group.Close()
	log.Printf("%s: start receiving messages from %s", topic, broker)
	for ctx.Err() == nil {
		if err := group.Consume(ctx, []string{topic}, &handler{}); err != nil && ctx.Err() == nil {
			return err
		}
	}
	return nil
}

type handler struct{ counted tally }

func (h *handler) Setup(session sarama.ConsumerGroupSession) error { return nil }

func (h *handler) Cleanup(sarama.ConsumerGroupSession) error { return nil }

func (h *handler) ConsumeClaim(session sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	for {
		select {
		case message, isOpen := <-claim.Messages():
			if !isOpen {
				return nil
			}
			h.counted.add(message.Topic, message, false)
			if variant == "twice" {
				h.counted.add(message.Topic, message, false)
			}
			session.MarkMessage(message, "")
		case <-session.Context().Done():
			return nil
		}
	}
}
