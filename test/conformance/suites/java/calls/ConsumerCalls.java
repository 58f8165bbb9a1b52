import java.time.Duration;
import java.util.*;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The calls of a consumer. */
final class ConsumerCalls {
  private static final TopicPartition first = new TopicPartition("a", 0);
  private static final TopicPartition last = new TopicPartition("a", 3);

  private ConsumerCalls() {}

  static void run(String brokers, Admin admin) throws Exception {
    try (var consumer = consumer(brokers, Map.of("group.id", "g1"))) {
      Calls.call("poll, no subscription", () -> consumer.poll(Duration.ZERO).count());
      Calls.call("subscribe and poll", () -> {
        consumer.subscribe(List.of("a"));
        int count = 0;
        for (long end = System.nanoTime() + 20_000_000_000L; count < 411 && System.nanoTime() < end; ) count += consumer.poll(Duration.ofMillis(200)).count();
        return count;
      });
      Calls.call("assignment", consumer::assignment);
      Calls.call("subscription", consumer::subscription);
      Calls.call("position", () -> consumer.position(last));
      Calls.call("currentLag", () -> consumer.currentLag(last));
      Calls.call("committed, none", () -> consumer.committed(Set.of(first)));
      Calls.call("commitSync", () -> {
        consumer.commitSync();
        return consumer.committed(Set.of(last)).get(last).offset();
      });
      Calls.call("commitSync, offsets", () -> {
        consumer.commitSync(Map.of(first, new OffsetAndMetadata(1, Optional.of(0), "note")));
        return consumer.committed(Set.of(first));
      });
      Calls.call("commitSync, long metadata", () -> {
        consumer.commitSync(Map.of(first, new OffsetAndMetadata(1, "n".repeat(5000))));
        return null;
      });
      Calls.call("commitSync, unknown topic", () -> {
        consumer.commitSync(Map.of(new TopicPartition("nothing", 0), new OffsetAndMetadata(1)), Duration.ofSeconds(3));
        return null;
      });
      Calls.call("commitAsync", () -> {
        var told = new java.util.concurrent.CompletableFuture<String>();
        consumer.commitAsync(Map.of(first, new OffsetAndMetadata(2)), (offsets, error) -> told.complete(error == null ? Calls.shown(offsets) : Calls.told(error)));
        while (!told.isDone()) consumer.poll(Duration.ofMillis(50));
        return told.get();
      });
      Calls.call("groupMetadata", () -> consumer.groupMetadata().groupId() + " " + consumer.groupMetadata().generationId() + " " + consumer.groupMetadata().groupInstanceId());
      Calls.call("beginningOffsets", () -> consumer.beginningOffsets(List.of(first, last)));
      Calls.call("endOffsets", () -> consumer.endOffsets(List.of(first, last)));
      Calls.call("endOffsets, unknown", () -> consumer.endOffsets(List.of(new TopicPartition("never", 0)), Duration.ofSeconds(1)));
      Calls.call("offsetsForTimes", () -> consumer.offsetsForTimes(Map.of(first, 0L, last, 4_000_000_000_000L)));
      Calls.call("listTopics, consumer", () -> consumer.listTopics().keySet());
      Calls.call("partitionsFor, consumer", () -> consumer.partitionsFor("d").stream().map(each -> each.partition() + " " + each.replicas().length).toList());
      Calls.call("partitionsFor, consumer, invalid", () -> consumer.partitionsFor("e/f"));
      Calls.call("pause", () -> {
        consumer.pause(List.of(first));
        return consumer.paused();
      });
      Calls.call("resume", () -> {
        consumer.resume(List.of(first));
        return consumer.paused();
      });
      Calls.call("seek", () -> {
        consumer.seek(first, 1);
        return consumer.position(first);
      });
      Calls.call("seek, negative", () -> {
        consumer.seek(first, -1);
        return null;
      });
      Calls.call("seekToBeginning", () -> {
        consumer.seekToBeginning(List.of(last));
        return consumer.position(last);
      });
      Calls.call("seekToEnd", () -> {
        consumer.seekToEnd(List.of(last));
        return consumer.position(last);
      });
      Calls.call("enforceRebalance", () -> {
        consumer.enforceRebalance("course");
        for (long end = System.nanoTime() + 15_000_000_000L; consumer.groupMetadata().generationId() < 2 && System.nanoTime() < end; ) consumer.poll(Duration.ofMillis(50));
        return consumer.groupMetadata().generationId();
      });
      Calls.call("wakeup", () -> {
        consumer.wakeup();
        return consumer.poll(Duration.ofSeconds(1));
      });
      Calls.call("unsubscribe", () -> {
        consumer.unsubscribe();
        return consumer.assignment();
      });
      Calls.call("metrics, consumer", () -> consumer.metrics().keySet().stream().anyMatch(each -> each.name().equals("records-consumed-total")));
    }
    try (var consumer = consumer(brokers, Map.of("isolation.level", "read_committed"))) {
      Calls.call("assign and read", () -> {
        consumer.assign(List.of(first));
        List<String> records = new ArrayList<>();
        for (long end = System.nanoTime() + 10_000_000_000L; records.size() < 3 && System.nanoTime() < end; )
          consumer.poll(Duration.ofMillis(100)).forEach(each -> records.add(each.offset() + " " + each.key() + " " + each.value() + " " + each.headers() + " "
              + each.timestampType() + " " + each.leaderEpoch() + " " + each.serializedValueSize()));
        return records;
      });
      Calls.call("commitSync, no group", () -> {
        consumer.commitSync();
        return null;
      });
      Calls.call("assign after subscribe", () -> {
        consumer.subscribe(List.of("a"));
        return null;
      });
      Calls.call("position, not assigned", () -> consumer.position(last));
    }
    try (var consumer = consumer(brokers, Map.of("group.id", "g2"))) {
      Calls.call("subscribe, pattern", () -> {
        consumer.subscribe(Pattern.compile("[ad]"));
        polled(consumer);
        return consumer.assignment();
      });
    }
    try (var consumer = consumer(brokers, Map.of("group.id", "g3", "auto.offset.reset", "none"))) {
      Calls.call("poll, no offset", () -> {
        consumer.assign(List.of(first));
        return consumer.poll(Duration.ofSeconds(5));
      });
      Calls.call("poll, out of range", () -> {
        consumer.seek(first, 5000);
        return consumer.poll(Duration.ofSeconds(5));
      });
    }
    try (var consumer = consumer(brokers, Map.of("group.id", "g3", "allow.auto.create.topics", false))) {
      Calls.call("poll, unknown topic", () -> {
        consumer.subscribe(List.of("unheard"));
        return consumer.poll(Duration.ofSeconds(1)).count() + " " + consumer.assignment();
      });
      Calls.call("poll, invalid topic", () -> {
        consumer.subscribe(List.of("e/f"));
        return consumer.poll(Duration.ofSeconds(3)).count();
      });
    }
    try (var consumer = consumer(brokers, Map.of("group.id", "g3"))) {
      Calls.call("poll, topic is made", () -> {
        consumer.subscribe(List.of("made3"));
        for (long end = System.nanoTime() + 10_000_000_000L; consumer.assignment().isEmpty() && System.nanoTime() < end; ) consumer.poll(Duration.ofMillis(100));
        return admin.listTopics().names().get().contains("made3");
      });
    }
    try (var consumer = consumer(brokers, Map.of("group.id", ""))) {
      Calls.call("poll, empty group", () -> {
        consumer.subscribe(List.of("a"));
        return consumer.poll(Duration.ofSeconds(2)).count();
      });
    } catch (RuntimeException error) {
      Calls.call("poll, empty group", () -> error);
    }
    try (var consumer = consumer(brokers, Map.of("group.id", "g4", "session.timeout.ms", 1000, "heartbeat.interval.ms", 300))) {
      Calls.call("poll, short session", () -> {
        consumer.subscribe(List.of("a"));
        return consumer.poll(Duration.ofSeconds(3)).count();
      });
    }
    try (var consumer = consumer(brokers, Map.of("group.id", "g5", "group.protocol", "consumer"))) {
      Calls.call("poll, the new protocol", () -> {
        consumer.subscribe(List.of("a"));
        for (long end = System.nanoTime() + 10_000_000_000L; System.nanoTime() < end; ) consumer.poll(Duration.ofMillis(100));
        return null;
      });
    } catch (RuntimeException error) {
      System.err.println(error);
    }
  }

  /** Polls until partitions are assigned. */
  static void polled(Consumer<String, String> consumer) {
    for (long end = System.nanoTime() + 20_000_000_000L; consumer.assignment().isEmpty() && System.nanoTime() < end; ) consumer.poll(Duration.ofMillis(50));
  }

  static KafkaConsumer<String, String> consumer(String brokers, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(Map.of("auto.offset.reset", "earliest", "enable.auto.commit", false));
    all.putAll(settings);
    all.put("bootstrap.servers", brokers);
    return new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
  }
}
