import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import java.util.Optional;

/** The calls of a Kafka course, against the brokers that the argument names: one line for each. They begin with an empty cluster of three brokers. */
public final class CourseCalls {
  private CourseCalls() {}

  public static void main(String[] args) throws Exception {
    try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", args[0], "default.api.timeout.ms", 15_000, "request.timeout.ms", 15_000))) {
      TopicCalls.run(admin);
      ProducerCalls.run(args[0], admin);
      ConsumerCalls.run(args[0], admin);
      GroupCalls.run(args[0], admin);
      ConfigCalls.run(admin);
      ClusterCalls.run(admin);
    }
  }

  /** Creates a topic, and waits until the brokers know it. */
  static void topic(Admin admin, String name, int partitions, Map<String, String> configs) throws Exception {
    NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.of((short) 2)).configs(configs);
    admin.createTopics(List.of(topic)).all().get();
    Calls.until(() -> admin.describeTopics(List.of(name)).allTopicNames().get().get(name).partitions().stream()
        .allMatch(partition -> partition.leader() != null && partition.isr().size() == 2));
  }
}
