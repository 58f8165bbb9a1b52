import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.*;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Feeds the application, and compares what it wrote with what it should have: after its first run, after a restart, after one that restores
 * its stores, with two instances, and after one of two is killed under load. Arguments: brokers, directory for state.
 */
public final class StreamsCourse {
  private static final int part = 2000;
  private static final int users = 20;
  private static final List<String> outputs = List.of("counted", "with-users", "paid", "summed", "digits");
  private final String brokers;
  private final Path home;
  private final long start = System.currentTimeMillis() / CourseTopology.windowMs * CourseTopology.windowMs;
  private final Map<String, Map<String, String>> expected = new HashMap<>();
  private final Map<String, Long> counts = new HashMap<>();
  private final List<Process> running = new ArrayList<>();
  private int next;

  private StreamsCourse(String brokers, Path home) {
    this.brokers = brokers;
    this.home = home;
  }

  public static void main(String[] args) throws Exception {
    var course = new StreamsCourse(args[0], Path.of(args[1]));
    try {
      course.run();
    } finally {
      for (Process instance : course.running) instance.destroyForcibly().waitFor();
    }
  }

  private void run() throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
      List<NewTopic> topics = new ArrayList<>();
      for (String name : List.of("words", "orders", "users", "payments")) topics.add(new NewTopic(name, 3, (short) 3));
      for (String name : outputs) topics.add(new NewTopic(name, 2, (short) 3));
      admin.createTopics(topics).all().get();
      try (var producer = producer()) {
        for (int user = 0; user < users; user++) producer.send(new ProducerRecord<>("users", null, start - 1000, "user" + user, "name" + user));
      }
      feed();
      Process first = instance("one");
      compare("first run", false);
      stop(first);
      feed();
      first = instance("one");
      compare("restarted", false);
      stop(first);
      delete(home.resolve("one"));
      feed();
      first = instance("one");
      compare("restarted without its state", false);
      Process second = instance("two");
      feed();
      compare("with two instances", false);
      feed();
      first.destroyForcibly().waitFor();
      feed();
      compare("one of two killed", true);
      stop(second);
      System.out.println("topics of the application: " + admin.listTopics().names().get().stream().filter(name -> name.startsWith("course-")).sorted().toList());
    }
  }

  private Process instance(String name) throws IOException {
    Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-Xmx512m", "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1", "-Dlog4j.configuration=" + System.getProperty("log4j.configuration"), "-cp",
        System.getProperty("java.class.path"), "StreamsInstance", brokers, "course", home.resolve(name).toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT).redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
    running.add(process);
    return process;
  }

  private static void stop(Process instance) throws Exception {
    instance.getOutputStream().close();
    instance.waitFor();
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }

  /** Writes the next part of the input, and notes what has to come of it. */
  private void feed() {
    try (var producer = producer()) {
      for (int end = next + part; next < end; next++) {
        long time = start + next * 10L;
        String user = "user" + next % users;
        String order = String.valueOf(1000 + next);
        String line = "word" + next % 7 + " word" + next % 11 + " word" + next % 13;
        producer.send(new ProducerRecord<>("words", null, time, null, line));
        producer.send(new ProducerRecord<>("orders", null, time, user, order));
        producer.send(new ProducerRecord<>("payments", null, time, user, "paid" + order));
        for (String word : line.split(" ")) count("counted", word, 1);
        expect("with-users", order, order + " name" + next % users);
        expect("paid", order, order + " paid" + order);
        count("summed", user + "@" + time / CourseTopology.windowMs * CourseTopology.windowMs, Long.parseLong(order));
        count("digits", "last digit " + next % 10, 1);
      }
    }
  }

  private void count(String topic, String key, long more) {
    expect(topic, key, String.valueOf(counts.merge(topic + " " + key, more, Long::sum)));
  }

  private void expect(String topic, String key, String value) {
    expected.computeIfAbsent(topic, none -> new TreeMap<>()).put(key, value);
  }

  /** After a kill, sums may count records twice: at least once. */
  private void compare(String when, boolean atLeast) {
    for (String topic : outputs) {
      Map<String, String> wanted = expected.get(topic);
      Map<String, String> got = new HashMap<>();
      try (var consumer = reader(topic)) {
        for (long end = System.nanoTime() + 120_000_000_000L; right(wanted, got, atLeast) < wanted.size() && System.nanoTime() < end; )
          consumer.poll(Duration.ofMillis(200)).forEach(each -> got.put(each.key(), each.value()));
      }
      System.out.println(when + ": " + topic + " " + right(wanted, got, atLeast) + " of " + wanted.size() + (got.size() > wanted.size() ? ", and others" : ""));
    }
  }

  private static long right(Map<String, String> wanted, Map<String, String> got, boolean atLeast) {
    return wanted.entrySet().stream().filter(each -> {
      String value = got.get(each.getKey());
      if (value == null) return false;
      return value.equals(each.getValue()) || (atLeast && value.matches("\\d+") && Long.parseLong(value) > Long.parseLong(each.getValue()));
    }).count();
  }

  private KafkaConsumer<String, String> reader(String topic) {
    var consumer = new KafkaConsumer<>(Map.<String, Object>of("bootstrap.servers", brokers), new StringDeserializer(), new StringDeserializer());
    var partitions = IntStream.range(0, 2).mapToObj(index -> new TopicPartition(topic, index)).toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  private KafkaProducer<String, String> producer() {
    return new KafkaProducer<>(Map.of("bootstrap.servers", brokers, "linger.ms", 20), new StringSerializer(), new StringSerializer());
  }
}
