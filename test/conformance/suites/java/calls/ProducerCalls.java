import java.nio.charset.StandardCharsets;
import java.util.*;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringSerializer;

/** The calls of a producer. */
final class ProducerCalls {
  private ProducerCalls() {}

  static void run(String brokers, Admin admin) throws Exception {
    CourseCalls.topic(admin, "small", 1, Map.of("max.message.bytes", "1000"));
    CourseCalls.topic(admin, "safe", 1, Map.of("min.insync.replicas", "3"));
    CourseCalls.topic(admin, "late", 1, Map.of("message.timestamp.difference.max.ms", "1000"));
    CourseCalls.topic(admin, "stamped", 1, Map.of("message.timestamp.type", "LogAppendTime"));
    try (var producer = producer(brokers, Map.of())) {
      Calls.call("partitionsFor", () -> producer.partitionsFor("a").stream().map(each -> each.partition() + " " + each.replicas().length).toList());
      Calls.call("partitionsFor, invalid", () -> producer.partitionsFor("e/f"));
      for (String key : List.of("ann", "bob", "cid", "dan", "eve")) send(producer, "send, key " + key, new ProducerRecord<>("a", key, "v"));
      send(producer, "send, partition", new ProducerRecord<>("a", 2, "k", "v"));
      send(producer, "send, headers and time", new ProducerRecord<>("a", 0, 1_600_000_000_000L, "k", "v", List.of(new RecordHeader("h", "x".getBytes(StandardCharsets.UTF_8)))));
      send(producer, "send, no value", new ProducerRecord<>("a", 0, "k", null));
      send(producer, "send, no key", new ProducerRecord<>("a", 0, null, "v"));
      send(producer, "send, invalid topic", new ProducerRecord<>("e/f", "k", "v"));
      send(producer, "send, topic is made", new ProducerRecord<>("made", 0, "k", "v"));
      send(producer, "send, over max.message.bytes", new ProducerRecord<>("small", "k", "v".repeat(2000)));
      send(producer, "send, over max.request.size", new ProducerRecord<>("a", "k", "v".repeat(2_000_000)));
      send(producer, "send, compacted", new ProducerRecord<>("c", "k", "v"));
      send(producer, "send, compacted, no key", new ProducerRecord<>("c", null, "v"));
      send(producer, "send, old", new ProducerRecord<>("late", 0, 1_000L, "k", "v"));
      Calls.call("send, append time", () -> {
        RecordMetadata sent = producer.send(new ProducerRecord<>("stamped", 0, 1_000L, "k", "v")).get();
        return sent.offset() + " " + (sent.timestamp() > 1_600_000_000_000L);
      });
      Calls.call("send, callback", () -> {
        var told = new java.util.concurrent.CompletableFuture<String>();
        producer.send(new ProducerRecord<>("a", 1, "k", "v"), (sent, error) -> told.complete(error == null ? "partition " + sent.partition() : Calls.told(error)));
        return told.get();
      });
      Calls.call("flush", () -> {
        producer.flush();
        return "flushed";
      });
      Calls.call("metrics, producer", () -> producer.metrics().keySet().stream().anyMatch(each -> each.name().equals("record-send-total")));
      Calls.call("beginTransaction, no id", () -> {
        producer.beginTransaction();
        return null;
      });
    }
    try (var producer = producer(brokers, Map.of("delivery.timeout.ms", 3000, "request.timeout.ms", 2000, "linger.ms", 0))) {
      send(producer, "send, too few in sync", new ProducerRecord<>("safe", "k", "v"));
    }
    try (var producer = producer(brokers, Map.of("max.block.ms", 2000, "enable.idempotence", false, "acks", "1"))) {
      send(producer, "send, no such partition", new ProducerRecord<>("a", 9, "k", "v"));
      send(producer, "send, acks 1", new ProducerRecord<>("safe", "k", "v"));
      Calls.call("partitionsFor, made", () -> producer.partitionsFor("made2").size());
    }
    try (var producer = producer(brokers, Map.of("acks", "0"))) {
      send(producer, "send, acks 0", new ProducerRecord<>("a", 1, "k", "v"));
    }
    for (String codec : List.of("gzip", "snappy", "lz4", "zstd")) {
      try (var producer = producer(brokers, Map.of("compression.type", codec, "linger.ms", 50))) {
        Calls.call("send, " + codec, () -> {
          List<java.util.concurrent.Future<RecordMetadata>> sent = new ArrayList<>();
          for (int i = 0; i < 100; i++) sent.add(producer.send(new ProducerRecord<>("a", 3, "k" + i, "value ".repeat(20))));
          return sent.get(99).get().partition();
        });
      }
    }
    var closed = producer(brokers, Map.of());
    closed.close();
    send(closed, "send, closed", new ProducerRecord<>("a", "k", "v"));
  }

  static KafkaProducer<String, String> producer(String brokers, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("bootstrap.servers", brokers);
    return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
  }

  private static void send(Producer<String, String> producer, String name, ProducerRecord<String, String> record) {
    Calls.call(name, () -> {
      RecordMetadata sent = producer.send(record).get();
      return sent.topic() + "-" + sent.partition() + "@" + sent.offset() + " " + sent.serializedKeySize() + " " + sent.serializedValueSize();
    });
  }
}
