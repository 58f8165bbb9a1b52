import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One worker, in a JVM of its own. */
final class ConnectWorker {
  final int port;
  private final Path properties;
  private Process process;

  ConnectWorker(String brokers, Path home, int port) throws IOException {
    this.port = port;
    properties = home.resolve("worker-" + port + ".properties");
    Files.writeString(properties, """
        bootstrap.servers=%s
        group.id=workers
        listeners=http://127.0.0.1:%d
        rest.advertised.host.name=127.0.0.1
        key.converter=org.apache.kafka.connect.storage.StringConverter
        value.converter=org.apache.kafka.connect.storage.StringConverter
        config.storage.topic=connect-configs
        offset.storage.topic=connect-offsets
        status.storage.topic=connect-status
        config.storage.replication.factor=3
        offset.storage.replication.factor=3
        status.storage.replication.factor=3
        offset.storage.partitions=5
        status.storage.partitions=2
        offset.flush.interval.ms=1000
        scheduled.rebalance.max.delay.ms=3000
        session.timeout.ms=10000
        heartbeat.interval.ms=2000
        """.formatted(brokers, port));
  }

  void start() throws IOException {
    process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-Xmx512m", "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1", "-Dlog4j.configuration=" + System.getProperty("log4j.configuration"), "-cp",
        System.getProperty("java.class.path"), "org.apache.kafka.connect.cli.ConnectDistributed", properties.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  void kill() throws InterruptedException {
    if (process != null) process.destroyForcibly().waitFor();
  }

  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
