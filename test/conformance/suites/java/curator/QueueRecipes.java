import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.queue.*;
import org.apache.curator.framework.state.ConnectionState;

/** Queues. */
@SuppressWarnings("deprecation")
final class QueueRecipes {
  private static final QueueSerializer<String> serializer = new QueueSerializer<>() {
    @Override
    public byte[] serialize(String item) {
      return Recipes.bytes(item);
    }

    @Override
    public String deserialize(byte[] bytes) {
      return Recipes.text(bytes);
    }
  };

  private QueueRecipes() {}

  static void run(CuratorFramework one, CuratorFramework two) throws Exception {
    Recipes.recipe("DistributedQueue", "20 in order true", () -> {
      var taken = Recipes.<String>queue();
      try (var producer = QueueBuilder.builder(one, null, serializer, "/queue/plain").buildQueue();
          var consumer = QueueBuilder.builder(two, consumer(taken), serializer, "/queue/plain").buildQueue()) {
        producer.start();
        consumer.start();
        for (int index = 0; index < 20; index++) producer.put("item" + index);
        Recipes.until(() -> taken.size() == 20);
        return taken.size() + " in order " + List.copyOf(taken).equals(IntStream.range(0, 20).mapToObj(index -> "item" + index).toList());
      }
    });
    Recipes.recipe("DistributedQueue, with a lock", "5", () -> {
      var taken = Recipes.<String>queue();
      try (var queue = QueueBuilder.builder(one, consumer(taken), serializer, "/queue/locked").lockPath("/queue/lock").buildQueue()) {
        queue.start();
        for (int index = 0; index < 5; index++) queue.put("item" + index);
        Recipes.until(() -> taken.size() == 5);
        return taken.size();
      }
    });
    Recipes.recipe("DistributedIdQueue", "1", () -> {
      try (var queue = QueueBuilder.builder(one, null, serializer, "/queue/ids").buildIdQueue()) {
        queue.start();
        queue.put("item", "id");
        queue.flushPuts(5, TimeUnit.SECONDS);
        return queue.remove("id");
      }
    });
    Recipes.recipe("DistributedPriorityQueue", "[high, low]", () -> {
      var taken = Recipes.<String>queue();
      try (var producer = QueueBuilder.builder(one, null, serializer, "/queue/priority").buildPriorityQueue(0)) {
        producer.start();
        producer.put("low", 9);
        producer.put("high", 1);
        producer.flushPuts(5, TimeUnit.SECONDS);
      }
      try (var consumer = QueueBuilder.builder(two, consumer(taken), serializer, "/queue/priority").buildPriorityQueue(0)) {
        consumer.start();
        return List.of(Recipes.next(taken), Recipes.next(taken));
      }
    });
    Recipes.recipe("DistributedDelayQueue", "later true", () -> {
      var taken = Recipes.<String>queue();
      try (var queue = QueueBuilder.builder(one, consumer(taken), serializer, "/queue/delay").buildDelayQueue()) {
        queue.start();
        long start = System.currentTimeMillis();
        queue.put("later", start + 500);
        return Recipes.next(taken) + " " + (System.currentTimeMillis() - start >= 490);
      }
    });
    Recipes.recipe("SimpleDistributedQueue", "true a a null", () -> {
      var queue = new SimpleDistributedQueue(one, "/queue/simple");
      return queue.offer(Recipes.bytes("a")) + " " + Recipes.text(queue.peek()) + " " + Recipes.text(queue.take()) + " " + Recipes.text(queue.poll());
    });
  }

  private static QueueConsumer<String> consumer(BlockingQueue<String> taken) {
    return new QueueConsumer<>() {
      @Override
      public void consumeMessage(String item) {
        taken.add(item);
      }

      @Override
      public void stateChanged(CuratorFramework client, ConnectionState state) {}
    };
  }
}
