import java.time.Duration;
import java.util.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.common.*;

/** Consumer groups: their members, assignors and offsets. */
final class GroupCalls {
  private static final TopicPartition first = new TopicPartition("a", 0);

  private GroupCalls() {}

  static void run(String brokers, Admin admin) throws Exception {
    for (String assignor : List.of("Range", "RoundRobin", "Sticky", "CooperativeSticky")) {
      Map<String, Object> settings = Map.of("group.id", "two-" + assignor, "partition.assignment.strategy",
          "org.apache.kafka.clients.consumer." + assignor + "Assignor");
      try (var one = ConsumerCalls.consumer(brokers, settings); var two = ConsumerCalls.consumer(brokers, settings)) {
        Calls.call("two members, " + assignor, () -> {
          one.subscribe(List.of("a", "d"));
          two.subscribe(List.of("a", "d"));
          for (long end = System.nanoTime() + 20_000_000_000L; System.nanoTime() < end
              && (one.assignment().size() + two.assignment().size() != 7 || two.assignment().isEmpty() || one.assignment().isEmpty()); ) {
            one.poll(Duration.ofMillis(50));
            two.poll(Duration.ofMillis(50));
          }
          return List.of(one.assignment().size(), two.assignment().size());
        });
      }
    }
    Map<String, Object> fixed = Map.of("group.id", "static", "group.instance.id", "i", "client.id", "c");
    try (var member = ConsumerCalls.consumer(brokers, fixed)) {
      member.subscribe(List.of("a"));
      ConsumerCalls.polled(member);
      Calls.call("describeConsumerGroups", () -> {
        var group = admin.describeConsumerGroups(List.of("static"), new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true)).all().get().get("static");
        return group.partitionAssignor() + " " + group.isSimpleConsumerGroup() + " " + Calls.shown(group.authorizedOperations()) + " "
            + group.members().stream().map(each -> each.groupInstanceId() + " " + each.clientId() + " " + each.host() + " " + Calls.shown(each.assignment().topicPartitions())).toList();
      });
      Calls.call("listConsumerGroups, in a state", () -> admin.listConsumerGroups(
          new ListConsumerGroupsOptions().inStates(Set.of(ConsumerGroupState.STABLE))).all().get().stream().map(each -> each.groupId() + " " + each.state()).toList());
      Calls.call("deleteConsumerGroups, not empty", () -> admin.deleteConsumerGroups(List.of("static")).all().get());
      Calls.call("alterConsumerGroupOffsets, not empty", () -> admin.alterConsumerGroupOffsets("static", Map.of(first, new OffsetAndMetadata(1))).all().get());
      Calls.call("deleteConsumerGroupOffsets, subscribed", () -> admin.deleteConsumerGroupOffsets("static", Set.of(first)).all().get());
      Calls.call("removeMembersFromConsumerGroup, unknown", () -> admin.removeMembersFromConsumerGroup("static",
          new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove("j")))).all().get());
      try (var second = ConsumerCalls.consumer(brokers, fixed)) {
        second.subscribe(List.of("a"));
        ConsumerCalls.polled(second);
        Calls.call("poll, fenced", () -> {
          for (long end = System.nanoTime() + 20_000_000_000L; System.nanoTime() < end; ) member.poll(Duration.ofMillis(100));
          return null;
        });
        Calls.call("removeMembersFromConsumerGroup", () -> admin.removeMembersFromConsumerGroup("static",
            new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove("i")))).all().get());
        Calls.call("commitSync, removed", () -> {
          second.commitSync(Map.of(first, new OffsetAndMetadata(1)));
          return null;
        });
      }
    }
    Calls.call("removeMembersFromConsumerGroup, all", () -> admin.removeMembersFromConsumerGroup("static", new RemoveMembersFromConsumerGroupOptions()).all().get());
    Calls.call("listConsumerGroups", () -> admin.listConsumerGroups().all().get().stream().map(ConsumerGroupListing::groupId).filter(each -> !each.isEmpty()).toList());
    Calls.call("describeConsumerGroups, empty", () -> {
      var group = admin.describeConsumerGroups(List.of("g1")).all().get().get("g1");
      return group.state() + " " + group.members() + " " + group.partitionAssignor() + " " + (group.coordinator() != null);
    });
    Calls.call("describeConsumerGroups, unknown", () -> {
      var group = admin.describeConsumerGroups(List.of("nobody")).all().get().get("nobody");
      return group.state() + " " + group.members();
    });
    Calls.call("listConsumerGroupOffsets", () -> admin.listConsumerGroupOffsets("g1").partitionsToOffsetAndMetadata().get());
    Calls.call("listConsumerGroupOffsets, chosen", () -> admin.listConsumerGroupOffsets(Map.of("g1",
        new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(first, new TopicPartition("d", 0))))).partitionsToOffsetAndMetadata("g1").get());
    Calls.call("listConsumerGroupOffsets, two groups", () -> admin.listConsumerGroupOffsets(Map.of("g1", new ListConsumerGroupOffsetsSpec(),
        "nobody", new ListConsumerGroupOffsetsSpec())).all().get());
    Calls.call("alterConsumerGroupOffsets", () -> admin.alterConsumerGroupOffsets("g1", Map.of(first, new OffsetAndMetadata(2, "moved"))).all().get());
    Calls.call("alterConsumerGroupOffsets, unknown topic", () -> admin.alterConsumerGroupOffsets("g1", Map.of(new TopicPartition("nothing", 0), new OffsetAndMetadata(2))).all().get());
    Calls.call("listConsumerGroupOffsets, after", () -> admin.listConsumerGroupOffsets("g1").partitionsToOffsetAndMetadata().get().get(first));
    Calls.call("deleteConsumerGroupOffsets", () -> admin.deleteConsumerGroupOffsets("g1", Set.of(first)).all().get());
    Calls.call("deleteConsumerGroupOffsets, none", () -> admin.deleteConsumerGroupOffsets("g1", Set.of(new TopicPartition("nothing", 0))).all().get());
    Calls.call("deleteConsumerGroupOffsets, unknown group", () -> admin.deleteConsumerGroupOffsets("nobody", Set.of(first)).all().get());
    Calls.call("deleteConsumerGroups", () -> admin.deleteConsumerGroups(List.of("g1")).all().get());
    Calls.call("deleteConsumerGroups, unknown", () -> admin.deleteConsumerGroups(List.of("nobody")).all().get());
  }
}
