import static org.apache.zookeeper.CreateMode.*;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorWatcher;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;

/** The calls of the framework. */
final class NodeCalls {
  private NodeCalls() {}

  static void run(CuratorFramework one, CuratorFramework two) throws Exception {
    Recipes.recipe("create, parents as containers", "/n/a", () -> one.create().creatingParentContainersIfNeeded().forPath("/n/a", Recipes.bytes("x")));
    Recipes.recipe("create, parents", "/n/b/c", () -> one.create().creatingParentsIfNeeded().forPath("/n/b/c"));
    Recipes.recipe("create, exists", "NodeExistsException: KeeperErrorCode = NodeExists for /n/a", () -> one.create().forPath("/n/a"));
    Recipes.recipe("create or set", "y 1", () -> {
      one.create().orSetData().forPath("/n/a", Recipes.bytes("y"));
      var stat = new Stat();
      return Recipes.text(two.getData().storingStatIn(stat).forPath("/n/a")) + " " + stat.getVersion();
    });
    Recipes.recipe("create, sequential", "/n/s-0000000002", () -> one.create().withMode(PERSISTENT_SEQUENTIAL).forPath("/n/s-"));
    Recipes.recipe("create, ephemeral", "true", () -> {
      one.create().withMode(EPHEMERAL).forPath("/n/e");
      return two.checkExists().forPath("/n/e").getEphemeralOwner() == one.getZookeeperClient().getZooKeeper().getSessionId();
    });
    Recipes.recipe("create, protected", "true", () -> one.create().withProtection().withMode(EPHEMERAL_SEQUENTIAL).forPath("/n/p-").matches("/n/_c_[0-9a-f-]{36}-p-\\d{10}"));
    Recipes.recipe("create, container", "/n/container", () -> one.create().withMode(CONTAINER).forPath("/n/container"));
    Recipes.recipe("create, compressed", "zzz", () -> {
      one.create().compressed().forPath("/n/z", Recipes.bytes("zzz"));
      return Recipes.text(two.getData().decompressed().forPath("/n/z"));
    });
    Recipes.recipe("create, time to live", "UnimplementedException: KeeperErrorCode = Unimplemented for /n/ttl", () ->
        one.create().withTtl(1000).withMode(PERSISTENT_WITH_TTL).forPath("/n/ttl"));
    Recipes.recipe("create, in background", "CREATE /n/bg", () -> {
      var events = Recipes.<String>queue();
      one.create().inBackground((client, event) -> events.add(event.getType() + " " + event.getPath())).forPath("/n/bg");
      return Recipes.next(events);
    });
    Recipes.recipe("create, idempotent", "/n/i /n/i", () -> one.create().idempotent().forPath("/n/i", Recipes.bytes("i")) + " " + one.create().idempotent().forPath("/n/i", Recipes.bytes("i")));
    Recipes.recipe("set data, wrong version", "BadVersionException: KeeperErrorCode = BadVersion for /n/a", () -> one.setData().withVersion(9).forPath("/n/a", Recipes.bytes("z")));
    Recipes.recipe("children", "[a, b, bg, container, e, i, z]", () -> two.getChildren().forPath("/n").stream().filter(name -> !name.contains("-")).sorted().toList());
    Recipes.recipe("delete, with children", "false", () -> {
      one.delete().deletingChildrenIfNeeded().forPath("/n/b");
      return two.checkExists().forPath("/n/b") != null;
    });
    Recipes.recipe("delete, not empty", "NotEmptyException: KeeperErrorCode = Directory not empty for /n", () -> one.delete().forPath("/n"));
    Recipes.recipe("delete, quietly", "null", () -> one.delete().quietly().forPath("/nothing"));
    Recipes.recipe("delete, guaranteed", "false", () -> {
      one.delete().guaranteed().forPath("/n/z");
      return two.checkExists().forPath("/n/z") != null;
    });
    Recipes.recipe("transaction", "[CREATE /t OK, SET_DATA /t OK, CREATE /t/a OK, DELETE /t/a OK]", () -> one.transaction().forOperations(
        one.transactionOp().create().forPath("/t"), one.transactionOp().setData().forPath("/t", Recipes.bytes("d")),
        one.transactionOp().create().forPath("/t/a"), one.transactionOp().delete().forPath("/t/a")).stream()
        .map(result -> result.getType() + " " + result.getForPath() + " " + org.apache.zookeeper.KeeperException.Code.get(result.getError())).toList());
    Recipes.recipe("transaction, fails", "BadVersionException: KeeperErrorCode = BadVersion false", () -> {
      try {
        List<CuratorOp> operations = List.of(one.transactionOp().create().forPath("/u"), one.transactionOp().check().withVersion(7).forPath("/t"));
        return one.transaction().forOperations(operations);
      } catch (org.apache.zookeeper.KeeperException error) {
        return error.getClass().getSimpleName() + ": " + error.getMessage() + " " + (two.checkExists().forPath("/u") != null);
      }
    });
    Recipes.recipe("watch", "NodeDataChanged /t", () -> {
      var events = Recipes.<String>queue();
      two.getData().usingWatcher((CuratorWatcher) event -> events.add(event.getType() + " " + event.getPath())).forPath("/t");
      one.setData().forPath("/t", Recipes.bytes("e"));
      return Recipes.next(events);
    });
    Recipes.recipe("watch, recursive", "[NodeCreated /t/r, NodeDataChanged /t/r, NodeCreated /t/r/s]", () -> {
      var events = Recipes.<String>queue();
      two.watchers().add().withMode(AddWatchMode.PERSISTENT_RECURSIVE).usingWatcher((CuratorWatcher) event -> events.add(event.getType() + " " + event.getPath())).forPath("/t");
      one.create().forPath("/t/r");
      one.setData().forPath("/t/r", Recipes.bytes("r"));
      one.create().forPath("/t/r/s");
      return List.of(Recipes.next(events), Recipes.next(events), Recipes.next(events));
    });
    Recipes.recipe("watch, removed", "PersistentWatchRemoved", () -> {
      var events = Recipes.<String>queue();
      CuratorWatcher watcher = event -> events.add(String.valueOf(event.getType()));
      two.watchers().add().withMode(AddWatchMode.PERSISTENT).usingWatcher(watcher).forPath("/t/r");
      two.watchers().remove(watcher).forPath("/t/r");
      return Recipes.next(events);
    });
    Recipes.recipe("namespace", "in", () -> {
      one.usingNamespace("space").create().forPath("/x", Recipes.bytes("in"));
      return Recipes.text(two.getData().forPath("/space/x"));
    });
    acls(one, two);
    Recipes.recipe("sync", "SYNC", () -> {
      var events = Recipes.<String>queue();
      one.sync().inBackground((client, event) -> events.add(String.valueOf(event.getType()))).forPath("/");
      return Recipes.next(events);
    });
    Recipes.recipe("session ends, ephemeral goes", "true", () -> {
      var third = Recipes.client();
      third.create().withMode(EPHEMERAL).forPath("/mine");
      third.close();
      return two.checkExists().forPath("/mine") == null;
    });
    Recipes.recipe("config", "", () -> Recipes.text(one.getConfig().forEnsemble()));
  }

  private static void acls(CuratorFramework one, CuratorFramework two) throws Exception {
    try (var ann = CuratorFrameworkFactory.builder().connectString(Recipes.servers).retryPolicy(new RetryOneTime(100)).authorization("digest", Recipes.bytes("ann:pw")).build()) {
      ann.start();
      Recipes.recipe("ACL, creator", "/secret", () -> ann.create().withACL(ZooDefs.Ids.CREATOR_ALL_ACL).forPath("/secret", Recipes.bytes("s")));
      Recipes.recipe("ACL, other reads", "NoAuthException: KeeperErrorCode = NoAuth for /secret", () -> Recipes.text(two.getData().forPath("/secret")));
      Recipes.recipe("ACL, creator reads", "s", () -> Recipes.text(ann.getData().forPath("/secret")));
      Recipes.recipe("ACL, get", "[cdrwa digest ann]", () -> ann.getACL().forPath("/secret").stream().map(NodeCalls::shown).collect(Collectors.toList()));
      Recipes.recipe("ACL, set", "[r world anyone, cdrwa digest ann]", () -> {
        var digest = new Id("digest", DigestAuthenticationProvider.generateDigest("ann:pw"));
        ann.setACL().withACL(List.of(new ACL(ZooDefs.Perms.READ, ZooDefs.Ids.ANYONE_ID_UNSAFE), new ACL(ZooDefs.Perms.ALL, digest))).forPath("/secret");
        return two.getACL().forPath("/secret").stream().map(NodeCalls::shown).collect(Collectors.toList());
      });
      Recipes.recipe("ACL, other reads after", "s", () -> Recipes.text(two.getData().forPath("/secret")));
      Recipes.recipe("ACL, other writes", "NoAuthException: KeeperErrorCode = NoAuth for /secret", () -> two.setData().forPath("/secret"));
    }
    Recipes.recipe("ACL, creator without a name", "InvalidACLException: KeeperErrorCode = InvalidACL for /nobody", () -> one.create().withACL(ZooDefs.Ids.CREATOR_ALL_ACL).forPath("/nobody"));
  }

  private static String shown(ACL acl) {
    var permissions = new StringBuilder();
    for (var each : List.of("c4", "d8", "r1", "w2", "a16")) {
      if ((acl.getPerms() & Integer.parseInt(each.substring(1))) != 0) permissions.append(each.charAt(0));
    }
    return permissions + " " + acl.getId().getScheme() + " " + acl.getId().getId().replaceAll(":.*", "");
  }
}
