import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.ExponentialBackoffRetry;

/** Prints one line for each recipe or call: its name, and what it returned or threw. */
final class Recipes {
  static String servers;
  /** The line of a recipe whose result is not this one ends with a mark. */
  private static int right;
  private static int all;

  private Recipes() {}

  static void recipe(String name, String wanted, Callable<?> action) {
    long start = System.nanoTime();
    String outcome;
    try {
      outcome = String.valueOf(action.call());
    } catch (Throwable error) {
      outcome = error.getClass().getSimpleName() + ": " + error.getMessage();
    }
    long seconds = (System.nanoTime() - start) / 1_000_000_000;
    if (seconds > 2) System.err.println(name + " took " + seconds + " s");
    all++;
    if (outcome.equals(wanted)) right++;
    System.out.println(name + ": " + outcome + (outcome.equals(wanted) ? "" : "   (wanted: " + wanted + ")"));
  }

  static void total() {
    System.out.println(right + " of " + all);
  }

  static CuratorFramework client() throws Exception {
    var client = CuratorFrameworkFactory.builder()
        .connectString(servers).sessionTimeoutMs(10_000).connectionTimeoutMs(10_000)
        .retryPolicy(new ExponentialBackoffRetry(100, 3)).build();
    client.start();
    if (!client.blockUntilConnected(20, TimeUnit.SECONDS)) throw new IllegalStateException("no connection");
    return client;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
  }

  static boolean until(BooleanSupplier condition) throws InterruptedException {
    for (long end = System.nanoTime() + 15_000_000_000L; !condition.getAsBoolean(); Thread.sleep(20)) {
      if (System.nanoTime() > end) return false;
    }
    return true;
  }

  static <Item> BlockingQueue<Item> queue() {
    return new LinkedBlockingQueue<>();
  }

  static <Item> Item next(BlockingQueue<Item> queue) throws InterruptedException {
    return queue.poll(15, TimeUnit.SECONDS);
  }
}
