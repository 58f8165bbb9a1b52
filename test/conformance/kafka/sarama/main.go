// A sarama 1.41 client that does one task against a cluster and prints what it found as one line of JSON.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
	"time"

	"github.com/IBM/sarama"
)

type result map[string]any

func main() {
	if len(os.Args) < 4 {
		fail(fmt.Errorf("usage: sarama BROKERS TASK TOPIC"))
	}
	brokers, task, topic := strings.Split(os.Args[1], ","), os.Args[2], os.Args[3]
	run, known := tasks[task]
	if !known {
		fail(fmt.Errorf("unknown task %s", task))
	}
	found, err := run(brokers, topic)
	if err != nil {
		fail(err)
	}
	line, err := json.Marshal(found)
	if err != nil {
		fail(err)
	}
	fmt.Println(string(line))
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

var tasks = map[string]func([]string, string) (result, error){
	"metadata":   metadata,
	"admin":      admin,
	"produce":    produce,
	"idempotent": idempotent,
	"codecs":     codecs,
	"oldest":     oldest,
	"newest":     newest,
	"group":      group,
	"times":      times,
	"unknown":    unknown,
	"large":      large,
}

const count = 1000

func metadata(brokers []string, topic string) (result, error) {
	client, err := sarama.NewClient(brokers, nil)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	partitions, err := client.Partitions(topic)
	if err != nil {
		return nil, err
	}
	controller, err := client.Controller()
	if err != nil {
		return nil, err
	}
	leaders := 0
	for _, partition := range partitions {
		if _, err := client.Leader(topic, partition); err == nil {
			leaders++
		}
	}
	return result{"brokers": len(client.Brokers()), "partitions": len(partitions), "leaders": leaders, "controller": controller.ID() >= 0}, nil
}

func admin(brokers []string, topic string) (result, error) {
	admin, err := sarama.NewClusterAdmin(brokers, sarama.NewConfig())
	if err != nil {
		return nil, err
	}
	defer admin.Close()
	retention := "60000"
	detail := &sarama.TopicDetail{NumPartitions: 2, ReplicationFactor: 3, ConfigEntries: map[string]*string{"retention.ms": &retention}}
	if err := admin.CreateTopic(topic, detail, false); err != nil {
		return nil, err
	}
	again := admin.CreateTopic(topic, detail, false)
	if err := admin.CreatePartitions(topic, 4, nil, false); err != nil {
		return nil, err
	}
	described, err := admin.DescribeTopics([]string{topic})
	if err != nil {
		return nil, err
	}
	entries, err := admin.DescribeConfig(sarama.ConfigResource{Type: sarama.TopicResource, Name: topic, ConfigNames: []string{"retention.ms"}})
	if err != nil {
		return nil, err
	}
	if err := admin.DeleteTopic(topic); err != nil {
		return nil, err
	}
	return result{"again": again != nil && strings.Contains(again.Error(), "already exists"), "partitions": len(described[0].Partitions), "retention": entries[0].Value}, nil
}

func syncProducer(brokers []string, change func(*sarama.Config)) (sarama.SyncProducer, error) {
	config := sarama.NewConfig()
	config.Producer.RequiredAcks = sarama.WaitForAll
	config.Producer.Return.Successes = true
	change(config)
	return sarama.NewSyncProducer(brokers, config)
}

// One message at a time, each acknowledged before the next.
func produce(brokers []string, topic string) (result, error) {
	producer, err := syncProducer(brokers, func(*sarama.Config) {})
	if err != nil {
		return nil, err
	}
	defer producer.Close()
	next := map[int32]int64{}
	gaps := 0
	for i := 0; i < count; i++ {
		message := &sarama.ProducerMessage{
			Topic:   topic,
			Key:     sarama.StringEncoder(fmt.Sprintf("key-%d", i)),
			Value:   sarama.StringEncoder(fmt.Sprintf("value-%d", i)),
			Headers: []sarama.RecordHeader{{Key: []byte("n"), Value: []byte(fmt.Sprint(i))}},
		}
		partition, offset, err := producer.SendMessage(message)
		if err != nil {
			return nil, err
		}
		if offset != next[partition] {
			gaps++
		}
		next[partition] = offset + 1
	}
	return result{"sent": count, "gaps": gaps}, nil
}

func idempotent(brokers []string, topic string) (result, error) {
	producer, err := syncProducer(brokers, func(config *sarama.Config) {
		config.Producer.Idempotent = true
		config.Net.MaxOpenRequests = 1
	})
	if err != nil {
		return nil, err
	}
	defer producer.Close()
	for i := 0; i < 100; i++ {
		if _, _, err := producer.SendMessage(&sarama.ProducerMessage{Topic: topic, Value: sarama.StringEncoder(fmt.Sprint(i))}); err != nil {
			return nil, err
		}
	}
	received, err := consume(brokers, topic, 100)
	if err != nil {
		return nil, err
	}
	return result{"received": len(received)}, nil
}

func codecs(brokers []string, topic string) (result, error) {
	all := []sarama.CompressionCodec{sarama.CompressionNone, sarama.CompressionGZIP, sarama.CompressionSnappy, sarama.CompressionLZ4, sarama.CompressionZSTD}
	for _, codec := range all {
		producer, err := syncProducer(brokers, func(config *sarama.Config) { config.Producer.Compression = codec })
		if err != nil {
			return nil, err
		}
		messages := []*sarama.ProducerMessage{}
		for i := 0; i < 20; i++ {
			messages = append(messages, &sarama.ProducerMessage{Topic: topic, Value: sarama.StringEncoder(codec.String() + strings.Repeat("x", 200))})
		}
		if err := producer.SendMessages(messages); err != nil {
			return nil, err
		}
		producer.Close()
	}
	received, err := consume(brokers, topic, 20*len(all))
	if err != nil {
		return nil, err
	}
	byCodec := map[string]int{}
	for _, message := range received {
		byCodec[strings.TrimRight(string(message.Value), "x")]++
	}
	return result{"byCodec": byCodec}, nil
}

// ConsumePartition from the oldest offset on, every partition.
func consume(brokers []string, topic string, want int) ([]*sarama.ConsumerMessage, error) {
	consumer, err := sarama.NewConsumer(brokers, nil)
	if err != nil {
		return nil, err
	}
	defer consumer.Close()
	partitions, err := consumer.Partitions(topic)
	if err != nil {
		return nil, err
	}
	messages := make(chan *sarama.ConsumerMessage)
	stop := make(chan struct{})
	defer close(stop)
	for _, partition := range partitions {
		from, err := consumer.ConsumePartition(topic, partition, sarama.OffsetOldest)
		if err != nil {
			return nil, err
		}
		defer from.AsyncClose()
		go func() {
			for message := range from.Messages() {
				select {
				case messages <- message:
				case <-stop:
				}
			}
		}()
	}
	received := []*sarama.ConsumerMessage{}
	deadline := time.After(20 * time.Second)
	for len(received) < want {
		select {
		case message := <-messages:
			received = append(received, message)
		case <-deadline:
			return nil, fmt.Errorf("%d of %d messages after 20 s", len(received), want)
		}
	}
	return received, nil
}

func oldest(brokers []string, topic string) (result, error) {
	received, err := consume(brokers, topic, count)
	if err != nil {
		return nil, err
	}
	distinct := map[string]bool{}
	headers := 0
	for _, message := range received {
		distinct[fmt.Sprintf("%s=%s", message.Key, message.Value)] = true
		if len(message.Headers) == 1 {
			headers++
		}
	}
	return result{"received": len(received), "distinct": len(distinct), "headers": headers}, nil
}

// A partition consumer that starts at the newest offset sees what is sent afterwards, and that alone.
func newest(brokers []string, topic string) (result, error) {
	consumer, err := sarama.NewConsumer(brokers, nil)
	if err != nil {
		return nil, err
	}
	defer consumer.Close()
	from, err := consumer.ConsumePartition(topic, 0, sarama.OffsetNewest)
	if err != nil {
		return nil, err
	}
	defer from.Close()
	producer, err := syncProducer(brokers, func(config *sarama.Config) { config.Producer.Partitioner = sarama.NewManualPartitioner })
	if err != nil {
		return nil, err
	}
	defer producer.Close()
	_, offset, err := producer.SendMessage(&sarama.ProducerMessage{Topic: topic, Partition: 0, Value: sarama.StringEncoder("new")})
	if err != nil {
		return nil, err
	}
	select {
	case message := <-from.Messages():
		return result{"value": string(message.Value), "same": message.Offset == offset}, nil
	case <-time.After(20 * time.Second):
		return nil, fmt.Errorf("nothing arrived in 20 s")
	}
}

type handler struct {
	member   int
	assigned chan<- [2]int
	received chan<- *sarama.ConsumerMessage
}

func (h handler) Setup(session sarama.ConsumerGroupSession) error {
	claims := 0
	for _, partitions := range session.Claims() {
		claims += len(partitions)
	}
	h.assigned <- [2]int{h.member, claims}
	return nil
}

func (h handler) Cleanup(sarama.ConsumerGroupSession) error { return nil }

func (h handler) ConsumeClaim(session sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	for {
		select {
		case message, open := <-claim.Messages():
			if !open {
				return nil
			}
			session.MarkMessage(message, "")
			h.received <- message
		case <-session.Context().Done():
			return nil
		}
	}
}

// Two members with round robin; the second joins when the first has everything, then leaves cleanly.
func group(brokers []string, topic string) (result, error) {
	assigned := make(chan [2]int, 100)
	received := make(chan *sarama.ConsumerMessage, 10*count)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	id := "sarama-" + topic
	join := func(member int) (sarama.ConsumerGroup, chan struct{}, error) {
		config := sarama.NewConfig()
		config.Consumer.Offsets.Initial = sarama.OffsetOldest
		config.Consumer.Group.Rebalance.GroupStrategies = []sarama.BalanceStrategy{sarama.NewBalanceStrategyRoundRobin()}
		config.Consumer.Group.Heartbeat.Interval = 300 * time.Millisecond
		one, err := sarama.NewConsumerGroup(brokers, id, config)
		ended := make(chan struct{})
		if err != nil {
			return nil, ended, err
		}
		go func() {
			defer close(ended)
			for ctx.Err() == nil {
				if err := one.Consume(ctx, []string{topic}, handler{member, assigned, received}); err != nil {
					return
				}
			}
		}()
		return one, ended, nil
	}
	first, _, err := join(1)
	if err != nil {
		return nil, err
	}
	alone, err := untilClaims(assigned, map[int]int{1: 4})
	if err != nil {
		return nil, err
	}
	second, _, err := join(2)
	if err != nil {
		return nil, err
	}
	both, err := untilClaims(assigned, map[int]int{1: 2, 2: 2})
	if err != nil {
		return nil, err
	}
	distinct := map[string]bool{}
	deadline := time.After(20 * time.Second)
	for len(distinct) < count {
		select {
		case message := <-received:
			distinct[fmt.Sprintf("%d/%d", message.Partition, message.Offset)] = true
		case <-deadline:
			return nil, fmt.Errorf("%d of %d messages after 20 s", len(distinct), count)
		}
	}
	second.Close()
	again, err := untilClaims(assigned, map[int]int{1: 4})
	if err != nil {
		return nil, err
	}
	first.Close()
	admin, err := sarama.NewClusterAdmin(brokers, sarama.NewConfig())
	if err != nil {
		return nil, err
	}
	defer admin.Close()
	offsets, err := admin.ListConsumerGroupOffsets(id, map[string][]int32{topic: {0, 1, 2, 3}})
	if err != nil {
		return nil, err
	}
	committed := int64(0)
	for _, block := range offsets.Blocks[topic] {
		committed += block.Offset
	}
	groups, err := admin.DescribeConsumerGroups([]string{id})
	if err != nil {
		return nil, err
	}
	if err := admin.DeleteConsumerGroup(id); err != nil {
		return nil, err
	}
	return result{"alone": alone, "both": both, "again": again, "committed": committed, "state": groups[0].State}, nil
}

func untilClaims(assigned <-chan [2]int, want map[int]int) ([]int, error) {
	held := map[int]int{}
	deadline := time.After(30 * time.Second)
	for {
		same := len(held) >= len(want)
		for member, claims := range want {
			same = same && held[member] == claims
		}
		if same {
			claims := []int{}
			for member := range want {
				claims = append(claims, held[member])
			}
			sort.Ints(claims)
			return claims, nil
		}
		select {
		case one := <-assigned:
			held[one[0]] = one[1]
		case <-deadline:
			return nil, fmt.Errorf("after 30 s the claims are %v, not %v", held, want)
		}
	}
}

func times(brokers []string, topic string) (result, error) {
	producer, err := syncProducer(brokers, func(config *sarama.Config) { config.Producer.Partitioner = sarama.NewManualPartitioner })
	if err != nil {
		return nil, err
	}
	defer producer.Close()
	begin := time.Now().Add(-time.Minute).Truncate(time.Millisecond)
	for i := 0; i < 3; i++ {
		message := &sarama.ProducerMessage{Topic: topic, Partition: 0, Timestamp: begin.Add(time.Duration(i) * time.Second), Value: sarama.StringEncoder("v")}
		if _, _, err := producer.SendMessage(message); err != nil {
			return nil, err
		}
	}
	client, err := sarama.NewClient(brokers, nil)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	found := []int64{}
	for _, at := range []int64{begin.UnixMilli(), begin.UnixMilli() + 500, begin.UnixMilli() + 2000, begin.UnixMilli() + 9000} {
		offset, err := client.GetOffset(topic, 0, at)
		if err != nil {
			return nil, err
		}
		found = append(found, offset)
	}
	return result{"offsets": found}, nil
}

func unknown(brokers []string, topic string) (result, error) {
	config := sarama.NewConfig()
	config.Metadata.AllowAutoTopicCreation = false
	config.Metadata.Retry.Max = 0
	client, err := sarama.NewClient(brokers, config)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	_, err = client.Partitions(topic)
	return result{"error": fmt.Sprint(err)}, nil
}

func large(brokers []string, topic string) (result, error) {
	producer, err := syncProducer(brokers, func(config *sarama.Config) { config.Producer.MaxMessageBytes = 3_000_000 })
	if err != nil {
		return nil, err
	}
	defer producer.Close()
	_, _, fits := producer.SendMessage(&sarama.ProducerMessage{Topic: topic, Value: sarama.ByteEncoder(make([]byte, 1_000_000))})
	_, _, tooLarge := producer.SendMessage(&sarama.ProducerMessage{Topic: topic, Value: sarama.ByteEncoder(make([]byte, 2_000_000))})
	return result{"fits": fits == nil, "error": fmt.Sprint(tooLarge)}, nil
}
