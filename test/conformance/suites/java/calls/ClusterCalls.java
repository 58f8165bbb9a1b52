import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.acl.*;
import org.apache.kafka.common.quota.*;
import org.apache.kafka.common.resource.*;

/** Log directories, records, offsets, and what needs an authorizer, SASL, quotas, KRaft or transactions. */
final class ClusterCalls {
  private ClusterCalls() {}

  static void run(Admin admin) throws Exception {
    var partition = new TopicPartition("a", 0);
    Calls.call("describeLogDirs", () -> admin.describeLogDirs(List.of(0, 1, 2)).allDescriptions().get().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, broker -> broker.getValue().values().stream()
            .map(directory -> directory.error() + " total " + directory.totalBytes().isPresent() + " usable " + directory.usableBytes().isPresent()
                + " d " + directory.replicaInfos().keySet().stream().filter(each -> each.topic().equals("d")).toList().size()).toList())));
    Calls.call("describeReplicaLogDirs", () -> admin.describeReplicaLogDirs(Set.of(new TopicPartitionReplica("d", 0, 2))).all().get()
        .values().stream().map(replica -> replica.getCurrentReplicaOffsetLag() + " " + replica.getFutureReplicaLogDir()).toList());
    Calls.call("alterReplicaLogDirs", () -> admin.alterReplicaLogDirs(Map.of(new TopicPartitionReplica("d", 0, 2), "/no/such")).all().get());
    Calls.call("listOffsets", () -> admin.listOffsets(Map.of(partition, OffsetSpec.latest(), new TopicPartition("a", 1), OffsetSpec.earliest())).all().get()
        .entrySet().stream().map(each -> each.getKey() + " " + each.getValue().offset() + " " + each.getValue().timestamp() + " " + each.getValue().leaderEpoch()).toList());
    Calls.call("listOffsets, by time", () -> admin.listOffsets(Map.of(partition, OffsetSpec.forTimestamp(1))).partitionResult(partition).get().offset());
    Calls.call("listOffsets, in the future", () -> admin.listOffsets(Map.of(partition, OffsetSpec.forTimestamp(4_000_000_000_000L))).partitionResult(partition).get());
    Calls.call("listOffsets, maximum", () -> admin.listOffsets(Map.of(partition, OffsetSpec.maxTimestamp())).partitionResult(partition).get().offset());
    Calls.call("listOffsets, unknown", () -> admin.listOffsets(Map.of(new TopicPartition("never", 0), OffsetSpec.latest()),
        new ListOffsetsOptions().timeoutMs(3000)).all().get() );
    Calls.call("deleteRecords", () -> admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1))).all().get());
    Calls.call("listOffsets, after", () -> admin.listOffsets(Map.of(partition, OffsetSpec.earliest())).partitionResult(partition).get().offset());
    Calls.call("deleteRecords, all", () -> admin.deleteRecords(Map.of(new TopicPartition("a", 3), RecordsToDelete.beforeOffset(-1))).lowWatermarks().get(new TopicPartition("a", 3)).get().lowWatermark());
    Calls.call("deleteRecords, past the end", () -> admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1000))).all().get());
    Calls.call("deleteRecords, compacted", () -> admin.deleteRecords(Map.of(new TopicPartition("c", 0), RecordsToDelete.beforeOffset(0))).all().get());
    Calls.call("deleteRecords, unknown", () -> admin.deleteRecords(Map.of(new TopicPartition("never", 0), RecordsToDelete.beforeOffset(0)), new DeleteRecordsOptions().timeoutMs(3000)).all().get());
    acls(admin);
    quotasAndUsers(admin);
    Calls.call("createDelegationToken", () -> admin.createDelegationToken().delegationToken().get());
    Calls.call("describeDelegationToken", () -> admin.describeDelegationToken().delegationTokens().get());
    Calls.call("renewDelegationToken", () -> admin.renewDelegationToken(new byte[] {1}).expiryTimestamp().get());
    Calls.call("expireDelegationToken", () -> admin.expireDelegationToken(new byte[] {1}).expiryTimestamp().get());
    Calls.call("describeFeatures", () -> {
      var features = admin.describeFeatures().featureMetadata().get();
      return features.finalizedFeatures() + " " + features.supportedFeatures();
    });
    Calls.call("updateFeatures", () -> admin.updateFeatures(
        Map.of("metadata.version", new FeatureUpdate((short) 5, FeatureUpdate.UpgradeType.UPGRADE)), new UpdateFeaturesOptions()).all().get());
    Calls.call("describeMetadataQuorum", () -> admin.describeMetadataQuorum().quorumInfo().get());
    Calls.call("unregisterBroker", () -> admin.unregisterBroker(2).all().get());
    Calls.call("listClientMetricsResources", () -> admin.listClientMetricsResources().all().get());
    Calls.call("clientInstanceId", () -> admin.clientInstanceId(java.time.Duration.ofSeconds(5)));
    Calls.call("metrics", () -> admin.metrics().keySet().stream().anyMatch(metric -> metric.name().equals("connection-count")));
    Calls.call("describeProducers", () -> admin.describeProducers(List.of(partition)).partitionResult(partition).get().activeProducers().size());
    Calls.call("listTransactions", () -> admin.listTransactions().all().get());
    Calls.call("describeTransactions", () -> admin.describeTransactions(List.of("t")).all().get());
  }

  private static void acls(Admin admin) {
    var binding = new AclBinding(new ResourcePattern(ResourceType.TOPIC, "a", PatternType.LITERAL),
        new AccessControlEntry("User:ann", "*", AclOperation.READ, AclPermissionType.ALLOW));
    Calls.call("describeAcls", () -> admin.describeAcls(AclBindingFilter.ANY).values().get());
    Calls.call("createAcls", () -> admin.createAcls(List.of(binding)).all().get());
    Calls.call("deleteAcls", () -> admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get());
  }

  private static void quotasAndUsers(Admin admin) {
    Calls.call("describeClientQuotas", () -> admin.describeClientQuotas(ClientQuotaFilter.all()).entities().get());
    Calls.call("alterClientQuotas", () -> admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
        new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, "c")), List.of(new ClientQuotaAlteration.Op("consumer_byte_rate", 1e9))))).all().get());
    Calls.call("describeUserScramCredentials", () -> admin.describeUserScramCredentials().all().get());
    Calls.call("alterUserScramCredentials", () -> admin.alterUserScramCredentials(List.of(
        new UserScramCredentialDeletion("ann", ScramMechanism.SCRAM_SHA_256))).all().get());
  }
}
