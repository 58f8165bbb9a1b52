import java.util.List;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.barriers.*;
import org.apache.curator.framework.recipes.leader.*;
import org.apache.curator.framework.recipes.locks.*;

/** Locks, barriers and leaders. */
final class LockRecipes {
  private LockRecipes() {}

  static void run(CuratorFramework one, CuratorFramework two) throws Exception {
    Recipes.recipe("InterProcessMutex", "true false true", () -> {
      var first = new InterProcessMutex(one, "/lock/mutex");
      var second = new InterProcessMutex(two, "/lock/mutex");
      boolean got = first.acquire(5, TimeUnit.SECONDS);
      boolean other = second.acquire(300, TimeUnit.MILLISECONDS);
      first.release();
      return got + " " + other + " " + second.acquire(5, TimeUnit.SECONDS);
    });
    Recipes.recipe("InterProcessMutex, again", "2 1", () -> {
      var mutex = new InterProcessMutex(one, "/lock/again");
      mutex.acquire();
      mutex.acquire();
      int nodes = mutex.getParticipantNodes().size();
      mutex.release();
      mutex.release();
      return 2 + " " + nodes;
    });
    Recipes.recipe("InterProcessMutex, many threads", "200", () -> {
      int[] shared = {0};
      var threads = Executors.newFixedThreadPool(4);
      for (int index = 0; index < 4; index++) {
        var mutex = new InterProcessMutex(index % 2 == 0 ? one : two, "/lock/many");
        threads.submit(() -> {
          for (int turn = 0; turn < 50; turn++) {
            mutex.acquire();
            shared[0]++;
            mutex.release();
          }
          return null;
        });
      }
      threads.shutdown();
      threads.awaitTermination(60, TimeUnit.SECONDS);
      return shared[0];
    });
    Recipes.recipe("InterProcessMutex, holder ends", "true", () -> {
      var third = Recipes.client();
      new InterProcessMutex(third, "/lock/ends").acquire();
      third.close();
      return new InterProcessMutex(one, "/lock/ends").acquire(5, TimeUnit.SECONDS);
    });
    Recipes.recipe("InterProcessSemaphoreMutex", "true false", () -> {
      var first = new InterProcessSemaphoreMutex(one, "/lock/semaphore-mutex");
      return first.acquire(5, TimeUnit.SECONDS) + " " + new InterProcessSemaphoreMutex(two, "/lock/semaphore-mutex").acquire(300, TimeUnit.MILLISECONDS);
    });
    Recipes.recipe("InterProcessReadWriteLock", "true true false", () -> {
      var first = new InterProcessReadWriteLock(one, "/lock/read-write");
      var second = new InterProcessReadWriteLock(two, "/lock/read-write");
      return first.readLock().acquire(5, TimeUnit.SECONDS) + " " + second.readLock().acquire(5, TimeUnit.SECONDS) + " "
          + second.writeLock().acquire(300, TimeUnit.MILLISECONDS);
    });
    Recipes.recipe("InterProcessMultiLock", "true true", () -> {
      var both = new InterProcessMultiLock(one, List.of("/lock/left", "/lock/right"));
      boolean got = both.acquire(5, TimeUnit.SECONDS);
      boolean held = both.isAcquiredInThisProcess();
      both.release();
      return got + " " + held;
    });
    Recipes.recipe("InterProcessSemaphoreV2", "true true false", () -> {
      var first = new InterProcessSemaphoreV2(one, "/lock/semaphore", 2);
      var second = new InterProcessSemaphoreV2(two, "/lock/semaphore", 2);
      return (first.acquire(5, TimeUnit.SECONDS) != null) + " " + (second.acquire(5, TimeUnit.SECONDS) != null) + " " + (second.acquire(300, TimeUnit.MILLISECONDS) != null);
    });
    Recipes.recipe("DistributedBarrier", "false true", () -> {
      var barrier = new DistributedBarrier(one, "/barrier");
      barrier.setBarrier();
      var waiter = new DistributedBarrier(two, "/barrier");
      boolean early = waiter.waitOnBarrier(200, TimeUnit.MILLISECONDS);
      barrier.removeBarrier();
      return early + " " + waiter.waitOnBarrier(5, TimeUnit.SECONDS);
    });
    Recipes.recipe("DistributedDoubleBarrier", "true true", () -> {
      var threads = Executors.newFixedThreadPool(2);
      List<Callable<Boolean>> members = List.of(
          () -> enterAndLeave(new DistributedDoubleBarrier(one, "/double", 2)), () -> enterAndLeave(new DistributedDoubleBarrier(two, "/double", 2)));
      var done = threads.invokeAll(members);
      threads.shutdown();
      return done.get(0).get() + " " + done.get(1).get();
    });
    Recipes.recipe("LeaderLatch", "1 1 2", () -> {
      var first = new LeaderLatch(one, "/latch", "first");
      var second = new LeaderLatch(two, "/latch", "second");
      first.start();
      Recipes.until(first::hasLeadership);
      second.start();
      Recipes.until(() -> participants(first) == 2);
      int leaders = (first.hasLeadership() ? 1 : 0) + (second.hasLeadership() ? 1 : 0);
      int participants = participants(second);
      first.close();
      Recipes.until(second::hasLeadership);
      int after = second.hasLeadership() ? 1 : 0;
      second.close();
      return leaders + " " + after + " " + participants;
    });
    Recipes.recipe("LeaderSelector", "true true", () -> {
      var turns = new AtomicInteger();
      var others = new AtomicInteger();
      var first = selector(one, turns);
      var second = selector(two, others);
      first.start();
      second.start();
      boolean both = Recipes.until(() -> turns.get() > 2 && others.get() > 2);
      // One that queues again is missing for a moment.
      boolean members = Recipes.until(() -> participants(first) == 2);
      first.close();
      second.close();
      return both + " " + members;
    });
  }

  private static LeaderSelector selector(CuratorFramework client, AtomicInteger turns) {
    var selector = new LeaderSelector(client, "/selector", new LeaderSelectorListenerAdapter() {
      @Override
      public void takeLeadership(CuratorFramework leader) throws Exception {
        turns.incrementAndGet();
        Thread.sleep(10);
      }
    });
    selector.autoRequeue();
    return selector;
  }

  private static int participants(LeaderLatch latch) {
    try {
      return latch.getParticipants().size();
    } catch (Exception error) {
      return -1;
    }
  }

  private static int participants(LeaderSelector selector) {
    try {
      return selector.getParticipants().size();
    } catch (Exception error) {
      return -1;
    }
  }

  private static boolean enterAndLeave(DistributedDoubleBarrier barrier) throws Exception {
    return barrier.enter(10, TimeUnit.SECONDS) && barrier.leave(10, TimeUnit.SECONDS);
  }
}
