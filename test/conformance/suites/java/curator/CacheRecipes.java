import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.cache.*;
import org.apache.curator.framework.recipes.nodes.*;
import org.apache.curator.framework.recipes.watch.PersistentWatcher;
import org.apache.curator.x.discovery.ServiceDiscoveryBuilder;
import org.apache.curator.x.discovery.ServiceInstance;
import org.apache.zookeeper.CreateMode;

/** Caches, nodes that come back, members of groups, services. */
@SuppressWarnings("deprecation")
final class CacheRecipes {
  private CacheRecipes() {}

  static void run(CuratorFramework one, CuratorFramework two) throws Exception {
    Recipes.recipe("NodeCache", "a b null", () -> {
      try (var cache = new NodeCache(two, "/cache/node")) {
        var told = Recipes.<String>queue();
        cache.getListenable().addListener(() -> told.add(cache.getCurrentData() == null ? "null" : Recipes.text(cache.getCurrentData().getData())));
        cache.start(true);
        one.create().creatingParentsIfNeeded().forPath("/cache/node", Recipes.bytes("a"));
        String first = Recipes.next(told);
        one.setData().forPath("/cache/node", Recipes.bytes("b"));
        String second = Recipes.next(told);
        one.delete().forPath("/cache/node");
        return first + " " + second + " " + Recipes.next(told);
      }
    });
    Recipes.recipe("PathChildrenCache", "[INITIALIZED, CHILD_ADDED a, CHILD_UPDATED a, CHILD_REMOVED a]", () -> {
      try (var cache = new PathChildrenCache(two, "/cache/children", true)) {
        var told = Recipes.<String>queue();
        cache.getListenable().addListener((client, event) -> {
          if (!event.getType().name().startsWith("CONNECTION")) told.add(event.getType() + (event.getData() == null ? "" : event.getData().getPath().replaceAll(".*/", " ")));
        });
        cache.start(PathChildrenCache.StartMode.POST_INITIALIZED_EVENT);
        String first = Recipes.next(told);
        one.create().forPath("/cache/children/a");
        String second = Recipes.next(told);
        one.setData().forPath("/cache/children/a", Recipes.bytes("b"));
        String third = Recipes.next(told);
        one.delete().forPath("/cache/children/a");
        return List.of(first, second, third, Recipes.next(told));
      }
    });
    Recipes.recipe("TreeCache", "[INITIALIZED, NODE_ADDED /cache/tree, NODE_ADDED /cache/tree/a, NODE_ADDED /cache/tree/a/b, NODE_REMOVED /cache/tree/a/b]", () -> {
      try (var cache = new TreeCache(two, "/cache/tree")) {
        var told = Recipes.<String>queue();
        cache.getListenable().addListener((client, event) -> told.add(event.getType() + (event.getData() == null ? "" : " " + event.getData().getPath())));
        cache.start();
        String first = Recipes.next(told);
        one.create().forPath("/cache/tree");
        String root = Recipes.next(told);
        one.create().forPath("/cache/tree/a");
        String second = Recipes.next(told);
        one.create().forPath("/cache/tree/a/b");
        String third = Recipes.next(told);
        one.delete().forPath("/cache/tree/a/b");
        return List.of(first, root, second, third, Recipes.next(told));
      }
    });
    Recipes.recipe("CuratorCache", "[NODE_CREATED /cache/new, NODE_CREATED /cache/new/a, NODE_CHANGED /cache/new/a, NODE_DELETED /cache/new/a] 1", () -> {
      try (var cache = CuratorCache.build(two, "/cache/new")) {
        var told = Recipes.<String>queue();
        var ready = Recipes.<Boolean>queue();
        cache.listenable().addListener(CuratorCacheListener.builder().forInitialized(() -> ready.add(true))
            .forAll((type, before, after) -> told.add(type + " " + (after == null ? before : after).getPath())).build());
        one.create().forPath("/cache/new");
        cache.start();
        String root = Recipes.next(told);
        Recipes.next(ready);
        one.create().forPath("/cache/new/a");
        String first = Recipes.next(told);
        one.setData().forPath("/cache/new/a", Recipes.bytes("b"));
        String second = Recipes.next(told);
        one.delete().forPath("/cache/new/a");
        return List.of(root, first, second, Recipes.next(told)) + " " + cache.size();
      }
    });
    Recipes.recipe("CuratorCache, single node", "one", () -> {
      one.create().forPath("/cache/single", Recipes.bytes("one"));
      try (var cache = CuratorCache.build(two, "/cache/single", CuratorCache.Options.SINGLE_NODE_CACHE)) {
        cache.start();
        Recipes.until(() -> cache.get("/cache/single").isPresent());
        return Recipes.text(cache.get("/cache/single").get().getData());
      }
    });
    Recipes.recipe("PersistentWatcher", "NodeCreated /cache/watched/a", () -> {
      one.create().forPath("/cache/watched");
      try (var watcher = new PersistentWatcher(two, "/cache/watched", true)) {
        var told = Recipes.<String>queue();
        var set = Recipes.<Boolean>queue();
        watcher.getListenable().addListener(event -> told.add(event.getType() + " " + event.getPath()));
        watcher.getResetListenable().addListener(() -> set.add(true));
        watcher.start();
        Recipes.next(set);
        one.create().forPath("/cache/watched/a");
        return Recipes.next(told);
      }
    });
    nodes(one, two);
    Recipes.recipe("ServiceDiscovery", "[10.0.0.1:80] 0", () -> {
      try (var discovery = ServiceDiscoveryBuilder.builder(Void.class).client(one).basePath("/services").build();
          var other = ServiceDiscoveryBuilder.builder(Void.class).client(two).basePath("/services").build()) {
        discovery.start();
        other.start();
        var instance = ServiceInstance.<Void>builder().name("web").id("1").address("10.0.0.1").port(80).build();
        discovery.registerService(instance);
        var found = other.queryForInstances("web").stream().map(each -> each.getAddress() + ":" + each.getPort()).toList();
        discovery.unregisterService(instance);
        return found + " " + other.queryForInstances("web").size();
      }
    });
  }

  private static void nodes(CuratorFramework one, CuratorFramework two) {
    Recipes.recipe("PersistentNode", "true true", () -> {
      try (var node = new PersistentNode(one, CreateMode.EPHEMERAL, false, "/node/persistent", Recipes.bytes("x"))) {
        node.start();
        boolean there = node.waitForInitialCreate(10, TimeUnit.SECONDS);
        two.delete().forPath("/node/persistent");
        return there + " " + Recipes.until(() -> exists(two, "/node/persistent"));
      }
    });
    Recipes.recipe("PersistentNode, protected", "true", () -> {
      try (var node = new PersistentNode(one, CreateMode.EPHEMERAL_SEQUENTIAL, true, "/node/protected", Recipes.bytes("x"))) {
        node.start();
        node.waitForInitialCreate(10, TimeUnit.SECONDS);
        return node.getActualPath().contains("_c_");
      }
    });
    Recipes.recipe("PersistentTtlNode", "false", () -> {
      try (var node = new PersistentTtlNode(one, "/node/ttl", 10_000, Recipes.bytes("x"))) {
        node.start();
        return node.waitForInitialCreate(1, TimeUnit.SECONDS);
      }
    });
    Recipes.recipe("GroupMember", "[first, second] [second]", () -> {
      var first = new GroupMember(one, "/members", "first");
      var second = new GroupMember(two, "/members", "second");
      first.start();
      second.start();
      Recipes.until(() -> second.getCurrentMembers().size() == 2);
      var both = second.getCurrentMembers().keySet().stream().sorted().toList();
      first.close();
      Recipes.until(() -> second.getCurrentMembers().size() == 1);
      var left = second.getCurrentMembers().keySet();
      second.close();
      return both + " " + left;
    });
  }

  private static boolean exists(CuratorFramework client, String path) {
    try {
      return client.checkExists().forPath(path) != null;
    } catch (Exception error) {
      return false;
    }
  }
}
