import java.time.Duration;
import java.util.Arrays;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.*;

/** A word count, two joins, a windowed sum in a state store, and a repartitioned count. All keys and values are strings. */
final class CourseTopology {
  static final long windowMs = 60_000;

  private CourseTopology() {}

  static org.apache.kafka.streams.Topology build() {
    var builder = new StreamsBuilder();
    builder.<String, String>stream("words")
        .flatMapValues(line -> Arrays.asList(line.split(" ")))
        .groupBy((key, word) -> word)
        .count(Materialized.as("counts"))
        .toStream()
        .mapValues(String::valueOf)
        .to("counted");
    KStream<String, String> orders = builder.stream("orders");
    orders.join(builder.<String, String>table("users"), (order, user) -> order + " " + user)
        .map((key, joined) -> KeyValue.pair(joined.split(" ")[0], joined))
        .to("with-users");
    orders.join(builder.<String, String>stream("payments"), (order, payment) -> order + " " + payment,
            JoinWindows.ofTimeDifferenceAndGrace(Duration.ofMillis(1), Duration.ofHours(1)))
        .map((key, joined) -> KeyValue.pair(joined.split(" ")[0], joined))
        .to("paid");
    orders.groupByKey()
        .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofMillis(windowMs), Duration.ofHours(1)))
        .aggregate(() -> "0", (user, order, sum) -> String.valueOf(Long.parseLong(sum) + Long.parseLong(order)), Materialized.as("sums"))
        .toStream((user, sum) -> user.key() + "@" + user.window().start())
        .to("summed");
    orders.selectKey((user, order) -> "last digit " + order.charAt(order.length() - 1))
        .repartition(Repartitioned.<String, String>as("digits").withNumberOfPartitions(4))
        .groupByKey()
        .count(Materialized.with(Serdes.String(), Serdes.Long()))
        .toStream()
        .mapValues(String::valueOf)
        .to("digits");
    return builder.build();
  }
}
