import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;

/** Topics, partitions and their replicas. */
final class TopicCalls {
  private TopicCalls() {}

  static void run(Admin admin) throws Exception {
    Calls.call("describeCluster", () -> {
      var cluster = admin.describeCluster(new DescribeClusterOptions().includeAuthorizedOperations(true));
      var ids = cluster.nodes().get().stream().map(Node::idString).toList();
      return ids + " controller " + ids.contains(cluster.controller().get().idString())
          + " id " + cluster.clusterId().get().length() + " " + Calls.shown(cluster.authorizedOperations().get());
    });
    create(admin, "createTopics", new NewTopic("a", 3, (short) 2));
    create(admin, "createTopics, exists", new NewTopic("a", 3, (short) 2));
    create(admin, "createTopics, defaults", new NewTopic("b", Optional.empty(), Optional.empty()));
    create(admin, "createTopics, settings", new NewTopic("c", 1, (short) 1).configs(Map.of("retention.ms", "60000", "cleanup.policy", "compact")));
    create(admin, "createTopics, assignment", new NewTopic("d", Map.of(0, List.of(0, 1), 1, List.of(1, 2))));
    create(admin, "createTopics, unknown broker", new NewTopic("u", Map.of(0, List.of(0, 7))));
    create(admin, "createTopics, uneven assignment", new NewTopic("e", Map.of(0, List.of(0, 1), 1, List.of(1))));
    create(admin, "createTopics, partitions with a gap", new NewTopic("e", Map.of(0, List.of(0), 2, List.of(1))));
    create(admin, "createTopics, broker twice", new NewTopic("e", Map.of(0, List.of(0, 0))));
    create(admin, "createTopics, exists, invalid setting", new NewTopic("a", 1, (short) 1).configs(Map.of("retention.ms", "soon")));
    create(admin, "createTopics, two faults", new NewTopic("e", 0, (short) 1).configs(Map.of("retention.ms", "soon")));
    create(admin, "createTopics, too many replicas", new NewTopic("e", 1, (short) 4));
    create(admin, "createTopics, no replicas", new NewTopic("e", 1, (short) 0));
    create(admin, "createTopics, no partitions", new NewTopic("e", 0, (short) 1));
    create(admin, "createTopics, invalid name", new NewTopic("e/f", 1, (short) 1));
    create(admin, "createTopics, long name", new NewTopic("e".repeat(250), 1, (short) 1));
    create(admin, "createTopics, empty name", new NewTopic("", 1, (short) 1));
    create(admin, "createTopics, name collides", new NewTopic("x.y", 1, (short) 1));
    create(admin, "createTopics, name collides, second", new NewTopic("x_y", 1, (short) 1));
    create(admin, "createTopics, unknown setting", new NewTopic("e", 1, (short) 1).configs(Map.of("no.such", "1")));
    create(admin, "createTopics, invalid setting", new NewTopic("e", 1, (short) 1).configs(Map.of("retention.ms", "soon")));
    Calls.call("createTopics, validate only", () -> admin.createTopics(
        List.of(new NewTopic("e", 2, (short) 2)), new CreateTopicsOptions().validateOnly(true)).numPartitions("e").get());
    Calls.until(() -> admin.listTopics().names().get().size() == 6);
    Calls.call("listTopics", () -> admin.listTopics().names().get());
    Calls.call("listTopics, listings", () -> admin.listTopics().listings().get().stream()
        .map(topic -> topic.name() + (topic.isInternal() ? " internal" : "") + " " + !topic.topicId().equals(Uuid.ZERO_UUID)).toList());
    Calls.call("describeTopics", () -> shown(admin.describeTopics(List.of("a", "d"),
        new DescribeTopicsOptions().includeAuthorizedOperations(true)).allTopicNames().get()));
    Calls.call("describeTopics, by page", () -> shown(admin.describeTopics(List.of("a", "b", "d"),
        new DescribeTopicsOptions().partitionSizeLimitPerResponse(2)).allTopicNames().get()));
    Calls.call("describeTopics, unknown", () -> admin.describeTopics(List.of("nothing")).allTopicNames().get());
    Calls.call("describeTopics, invalid name", () -> admin.describeTopics(List.of("e/f")).allTopicNames().get());
    Calls.call("describeTopics, by id", () -> {
      Uuid id = admin.describeTopics(List.of("d")).allTopicNames().get().get("d").topicId();
      return admin.describeTopics(TopicCollection.ofTopicIds(List.of(id))).allTopicIds().get().get(id).name();
    });
    Calls.call("describeTopics, unknown id", () -> admin.describeTopics(
        TopicCollection.ofTopicIds(List.of(new Uuid(1, 2)))).allTopicIds().get());
    partitions(admin, "createPartitions", "a", NewPartitions.increaseTo(4));
    partitions(admin, "createPartitions, same", "a", NewPartitions.increaseTo(4));
    partitions(admin, "createPartitions, fewer", "a", NewPartitions.increaseTo(2));
    partitions(admin, "createPartitions, assignment", "d", NewPartitions.increaseTo(3, List.of(List.of(2, 0))));
    partitions(admin, "createPartitions, wrong assignment", "d", NewPartitions.increaseTo(5, List.of(List.of(2, 0))));
    partitions(admin, "createPartitions, unknown broker", "d", NewPartitions.increaseTo(4, List.of(List.of(2, 9))));
    partitions(admin, "createPartitions, broker twice", "d", NewPartitions.increaseTo(4, List.of(List.of(2, 2))));
    partitions(admin, "createPartitions, no replicas", "d", NewPartitions.increaseTo(4, List.of(List.of())));
    partitions(admin, "createPartitions, other factors", "d", NewPartitions.increaseTo(5, List.of(List.of(2), List.of(0, 1, 2))));
    partitions(admin, "createPartitions, other factor", "d", NewPartitions.increaseTo(4, List.of(List.of(2))));
    partitions(admin, "createPartitions, unknown topic", "nothing", NewPartitions.increaseTo(4));
    Calls.call("createPartitions, validate only", () -> admin.createPartitions(
        Map.of("a", NewPartitions.increaseTo(9)), new CreatePartitionsOptions().validateOnly(true)).all().get());
    Calls.until(() -> admin.describeTopics(List.of("d")).allTopicNames().get().get("d").partitions().size() == 3);
    Calls.call("describeTopics, after", () -> shown(admin.describeTopics(List.of("a", "d")).allTopicNames().get()));
    reassignments(admin);
    Calls.call("electLeaders", () -> errors(admin.electLeaders(
        org.apache.kafka.common.ElectionType.PREFERRED, java.util.Set.of(new TopicPartition("d", 0))).partitions().get()));
    Calls.call("electLeaders, unclean", () -> errors(admin.electLeaders(
        org.apache.kafka.common.ElectionType.UNCLEAN, java.util.Set.of(new TopicPartition("d", 0))).partitions().get()));
    Calls.call("electLeaders, unknown", () -> errors(admin.electLeaders(
        org.apache.kafka.common.ElectionType.PREFERRED, java.util.Set.of(new TopicPartition("nothing", 0))).partitions().get()));
    Calls.call("deleteTopics", () -> admin.deleteTopics(List.of("x.y")).all().get());
    Calls.call("deleteTopics, unknown", () -> admin.deleteTopics(List.of("nothing")).all().get());
    Calls.call("deleteTopics, by id", () -> {
      Uuid id = admin.describeTopics(List.of("b")).allTopicNames().get().get("b").topicId();
      return admin.deleteTopics(TopicCollection.ofTopicIds(List.of(id))).all().get();
    });
    Calls.call("deleteTopics, unknown id", () -> admin.deleteTopics(TopicCollection.ofTopicIds(List.of(new Uuid(1, 2)))).all().get());
    Calls.until(() -> admin.listTopics().names().get().size() == 4);
    Calls.call("listTopics, after", () -> admin.listTopics().names().get());
  }

  private static void reassignments(Admin admin) throws Exception {
    var first = new TopicPartition("d", 0);
    Calls.call("alterPartitionReassignments", () -> admin.alterPartitionReassignments(
        Map.of(first, Optional.of(new NewPartitionReassignment(List.of(2, 1))))).all().get());
    Calls.until(() -> admin.listPartitionReassignments().reassignments().get().isEmpty());
    Calls.until(() -> admin.describeTopics(List.of("d")).allTopicNames().get().get("d").partitions().get(0).isr().size() == 2);
    Calls.call("describeTopics, moved", () -> shown(admin.describeTopics(List.of("d")).allTopicNames().get()));
    Calls.call("listPartitionReassignments", () -> admin.listPartitionReassignments().reassignments().get());
    Calls.call("alterPartitionReassignments, unknown broker", () -> admin.alterPartitionReassignments(
        Map.of(first, Optional.of(new NewPartitionReassignment(List.of(2, 8))))).all().get());
    Calls.call("alterPartitionReassignments, empty", () -> admin.alterPartitionReassignments(
        Map.of(first, Optional.of(new NewPartitionReassignment(List.of(1, 1))))).all().get());
    Calls.call("alterPartitionReassignments, unknown", () -> admin.alterPartitionReassignments(
        Map.of(new TopicPartition("nothing", 0), Optional.of(new NewPartitionReassignment(List.of(1))))).all().get());
    Calls.call("alterPartitionReassignments, nothing to cancel", () -> admin.alterPartitionReassignments(
        Map.of(first, Optional.empty())).all().get());
  }

  private static void create(Admin admin, String name, NewTopic topic) {
    Calls.call(name, () -> {
      var result = admin.createTopics(List.of(topic));
      result.all().get();
      List<String> settings = new ArrayList<>();
      for (ConfigEntry config : result.config(topic.name()).get().entries()) settings.add(config.name() + "=" + config.value() + " " + config.source());
      return result.numPartitions(topic.name()).get() + " partitions, " + result.replicationFactor(topic.name()).get()
          + " replicas, id " + !result.topicId(topic.name()).get().equals(Uuid.ZERO_UUID) + " " + Calls.shown(settings);
    });
  }

  private static void partitions(Admin admin, String name, String topic, NewPartitions partitions) {
    Calls.call(name, () -> admin.createPartitions(Map.of(topic, partitions)).all().get());
  }

  private static Object errors(Map<TopicPartition, Optional<Throwable>> partitions) {
    return partitions.entrySet().stream()
        .map(each -> entry(each.getKey(), each.getValue().map(Calls::told).orElse("elected")))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The replicas of d are given; those of other topics are chosen by chance, and only counted. */
  private static Object shown(Map<String, TopicDescription> topics) {
    return topics.values().stream().map(topic -> topic.name() + " " + topic.isInternal() + " "
        + (topic.authorizedOperations() == null ? null : Calls.shown(topic.authorizedOperations())) + " "
        + topic.partitions().stream().map(partition -> shown(topic.name(), partition)).toList()).toList();
  }

  private static String shown(String topic, TopicPartitionInfo partition) {
    var ids = partition.replicas().stream().map(Node::id).toList();
    return partition.partition() + (topic.equals("d") ? " " + ids : " " + ids.size() + " replicas")
        + " " + partition.isr().size() + " in sync, leader " + ids.contains(partition.leader().id());
  }
}
