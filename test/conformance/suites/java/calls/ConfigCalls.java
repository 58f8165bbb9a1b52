import java.util.*;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.common.config.ConfigResource;

/** Settings of topics, brokers and loggers. */
final class ConfigCalls {
  /** The settings of brokers that are the same in both clusters. */
  private static final Set<String> brokerSettings = Set.of("num.partitions", "default.replication.factor", "log.retention.hours",
      "log.cleaner.threads", "message.max.bytes", "min.insync.replicas", "auto.create.topics.enable", "group.initial.rebalance.delay.ms",
      "ssl.keystore.password", "compression.type", "unclean.leader.election.enable");
  private static final ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "d");
  private static final ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
  private static final ConfigResource brokers = new ConfigResource(ConfigResource.Type.BROKER, "");
  private static final ConfigResource loggers = new ConfigResource(ConfigResource.Type.BROKER_LOGGER, "1");

  private ConfigCalls() {}

  static void run(Admin admin) throws Exception {
    describe(admin, "describeConfigs, topic", topic, new DescribeConfigsOptions());
    describe(admin, "describeConfigs, topic, synonyms", topic, new DescribeConfigsOptions().includeSynonyms(true));
    describe(admin, "describeConfigs, topic, documentation", topic, new DescribeConfigsOptions().includeDocumentation(true));
    describe(admin, "describeConfigs, broker", broker, new DescribeConfigsOptions().includeSynonyms(true).includeDocumentation(true));
    describe(admin, "describeConfigs, all brokers", brokers, new DescribeConfigsOptions());
    Calls.call("describeConfigs, loggers", () -> admin.describeConfigs(List.of(loggers)).all().get().get(loggers).get("root").name());
    describe(admin, "describeConfigs, unknown topic", new ConfigResource(ConfigResource.Type.TOPIC, "never"), new DescribeConfigsOptions());
    describe(admin, "describeConfigs, invalid topic", new ConfigResource(ConfigResource.Type.TOPIC, "e/f"), new DescribeConfigsOptions());
    describe(admin, "describeConfigs, unknown broker", new ConfigResource(ConfigResource.Type.BROKER, "9"), new DescribeConfigsOptions().timeoutMs(2000));
    describe(admin, "describeConfigs, broker by name", new ConfigResource(ConfigResource.Type.BROKER, "one"), new DescribeConfigsOptions());
    alter(admin, "incrementalAlterConfigs, set", topic, OpType.SET, "retention.ms", "60000");
    alter(admin, "incrementalAlterConfigs, append", topic, OpType.APPEND, "cleanup.policy", "compact");
    shown(admin, topic, "cleanup.policy", "delete,compact");
    alter(admin, "incrementalAlterConfigs, subtract", topic, OpType.SUBTRACT, "cleanup.policy", "delete");
    shown(admin, topic, "cleanup.policy", "compact");
    alter(admin, "incrementalAlterConfigs, subtract the last", topic, OpType.SUBTRACT, "cleanup.policy", "compact");
    shown(admin, topic, "cleanup.policy", "");
    alter(admin, "incrementalAlterConfigs, delete", topic, OpType.DELETE, "cleanup.policy", "");
    shown(admin, topic, "cleanup.policy", "delete");
    alter(admin, "incrementalAlterConfigs, append to a number", topic, OpType.APPEND, "retention.ms", "1");
    alter(admin, "incrementalAlterConfigs, unknown setting", topic, OpType.SET, "no.such", "1");
    alter(admin, "incrementalAlterConfigs, invalid value", topic, OpType.SET, "retention.ms", "soon");
    alter(admin, "incrementalAlterConfigs, out of range", topic, OpType.SET, "min.insync.replicas", "0");
    alter(admin, "incrementalAlterConfigs, empty", topic, OpType.SET, "retention.ms", "");
    alter(admin, "incrementalAlterConfigs, unknown topic", new ConfigResource(ConfigResource.Type.TOPIC, "never"), OpType.SET, "retention.ms", "1");
    Calls.call("incrementalAlterConfigs, validate only", () -> admin.incrementalAlterConfigs(
        Map.of(topic, List.of(new AlterConfigOp(new ConfigEntry("retention.ms", "5"), OpType.SET))), new AlterConfigsOptions().validateOnly(true)).all().get());
    Calls.call("incrementalAlterConfigs, twice", () -> admin.incrementalAlterConfigs(Map.of(topic, List.of(
        new AlterConfigOp(new ConfigEntry("retention.ms", "5"), OpType.SET), new AlterConfigOp(new ConfigEntry("retention.ms", "6"), OpType.SET)))).all().get());
    shown(admin, topic, "retention.ms", "60000");
    alter(admin, "incrementalAlterConfigs, broker", broker, OpType.SET, "log.cleaner.threads", "2");
    shown(admin, broker, "log.cleaner.threads", "2");
    alter(admin, "incrementalAlterConfigs, broker, delete", broker, OpType.DELETE, "log.cleaner.threads", "");
    shown(admin, broker, "log.cleaner.threads", "1");
    alter(admin, "incrementalAlterConfigs, all brokers", brokers, OpType.SET, "message.max.bytes", "900000");
    shown(admin, broker, "message.max.bytes", "900000");
    shown(admin, topic, "max.message.bytes", "900000");
    alter(admin, "incrementalAlterConfigs, all brokers, delete", brokers, OpType.DELETE, "message.max.bytes", "");
    alter(admin, "incrementalAlterConfigs, read-only", broker, OpType.SET, "num.partitions", "5");
    alter(admin, "incrementalAlterConfigs, per broker only", brokers, OpType.SET, "listeners", "PLAINTEXT://:1");
    alter(admin, "incrementalAlterConfigs, logger", loggers, OpType.SET, "kafka.server.KafkaApis", "ERROR");
    alter(admin, "incrementalAlterConfigs, unknown level", loggers, OpType.SET, "kafka.server.KafkaApis", "LOUD");
    alter(admin, "incrementalAlterConfigs, unknown logger", loggers, OpType.SET, "no.such", "ERROR");
  }

  private static void alter(Admin admin, String name, ConfigResource resource, OpType type, String setting, String value) {
    Calls.call(name, () -> admin.incrementalAlterConfigs(
        Map.of(resource, List.of(new AlterConfigOp(new ConfigEntry(setting, value), type)))).all().get());
  }

  private static void shown(Admin admin, ConfigResource resource, String setting, String expected) throws Exception {
    Calls.until(() -> expected.equals(value(admin, resource, setting)));
    Calls.call("describeConfigs, " + setting, () -> value(admin, resource, setting));
  }

  private static String value(Admin admin, ConfigResource resource, String setting) throws Exception {
    return admin.describeConfigs(List.of(resource)).all().get().get(resource).get(setting).value();
  }

  private static void describe(Admin admin, String name, ConfigResource resource, DescribeConfigsOptions options) {
    Calls.call(name, () -> admin.describeConfigs(List.of(resource), options).all().get().get(resource).entries().stream()
        .filter(entry -> resource.type() != ConfigResource.Type.BROKER || brokerSettings.contains(entry.name()))
        .map(ConfigCalls::shown).sorted().collect(Collectors.toList()));
  }

  private static String shown(ConfigEntry entry) {
    return entry.name() + "=" + entry.value() + " " + entry.source() + " " + entry.type()
        + (entry.isSensitive() ? " sensitive" : "") + (entry.isReadOnly() ? " read-only" : "")
        + entry.synonyms().stream().map(each -> each.name() + "=" + each.value() + " " + each.source()).toList()
        + (entry.documentation() == null ? "" : " documented");
  }
}
