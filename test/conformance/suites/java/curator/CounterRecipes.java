import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.atomic.*;
import org.apache.curator.framework.recipes.shared.SharedCount;
import org.apache.curator.framework.recipes.shared.SharedCountListener;
import org.apache.curator.framework.recipes.shared.SharedCountReader;
import org.apache.curator.framework.recipes.shared.SharedValue;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryNTimes;

/** Counters and shared values. */
final class CounterRecipes {
  private CounterRecipes() {}

  static void run(CuratorFramework one, CuratorFramework two) throws Exception {
    Recipes.recipe("SharedCount", "5 7", () -> {
      var told = Recipes.<Integer>queue();
      try (var first = new SharedCount(one, "/count/shared", 5); var second = new SharedCount(two, "/count/shared", 5)) {
        first.start();
        second.start();
        int before = second.getCount();
        second.addListener(new SharedCountListener() {
          @Override
          public void countHasChanged(SharedCountReader count, int value) {
            told.add(value);
          }

          @Override
          public void stateChanged(CuratorFramework client, ConnectionState state) {}
        });
        first.setCount(7);
        return before + " " + Recipes.next(told);
      }
    });
    Recipes.recipe("SharedCount, versioned", "true false", () -> {
      try (var first = new SharedCount(one, "/count/versioned", 0)) {
        first.start();
        var value = first.getVersionedValue();
        return first.trySetCount(value, 1) + " " + first.trySetCount(value, 2);
      }
    });
    Recipes.recipe("SharedValue", "new", () -> {
      try (var first = new SharedValue(one, "/count/value", Recipes.bytes("old")); var second = new SharedValue(two, "/count/value", Recipes.bytes("old"))) {
        first.start();
        second.start();
        first.setValue(Recipes.bytes("new"));
        Recipes.until(() -> Recipes.text(second.getValue()).equals("new"));
        return Recipes.text(second.getValue());
      }
    });
    Recipes.recipe("DistributedAtomicInteger", "true 0 3", () -> {
      var result = new DistributedAtomicInteger(one, "/count/integer", new RetryNTimes(5, 20)).add(3);
      return result.succeeded() + " " + result.preValue() + " " + result.postValue();
    });
    Recipes.recipe("DistributedAtomicLong, four threads", "true", () -> {
      var succeeded = new AtomicLong();
      var threads = Executors.newFixedThreadPool(4);
      for (int index = 0; index < 4; index++) {
        var counter = new DistributedAtomicLong(index % 2 == 0 ? one : two, "/count/long", new RetryNTimes(5, 20),
            PromotedToLock.builder().lockPath("/count/lock").timeout(20, TimeUnit.SECONDS).build());
        threads.submit(() -> {
          for (int turn = 0; turn < 50; turn++) if (counter.increment().succeeded()) succeeded.incrementAndGet();
          return null;
        });
      }
      threads.shutdown();
      threads.awaitTermination(90, TimeUnit.SECONDS);
      return new DistributedAtomicLong(one, "/count/long", new RetryNTimes(5, 20)).get().postValue() == succeeded.get() && succeeded.get() > 100;
    });
    Recipes.recipe("DistributedAtomicValue", "true true false", () -> {
      var value = new DistributedAtomicValue(one, "/count/atomic", new RetryNTimes(5, 20));
      boolean initialised = value.initialize(Recipes.bytes("a"));
      return initialised + " " + value.compareAndSet(Recipes.bytes("a"), Recipes.bytes("b")).succeeded() + " "
          + value.compareAndSet(Recipes.bytes("a"), Recipes.bytes("c")).succeeded();
    });
    Recipes.recipe("CachedAtomicLong", "1 2 3", () -> {
      var cached = new CachedAtomicLong(new DistributedAtomicLong(one, "/count/cached", new RetryNTimes(5, 20)), 10);
      return cached.next().postValue() + " " + cached.next().postValue() + " " + cached.next().postValue();
    });
  }
}
