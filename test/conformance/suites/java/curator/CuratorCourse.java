/** Curator's recipes and calls, as a course uses them, against the ZooKeeper that the argument names. It begins with an empty one. */
public final class CuratorCourse {
  private CuratorCourse() {}

  public static void main(String[] args) throws Exception {
    Recipes.servers = args[0];
    try (var one = Recipes.client(); var two = Recipes.client()) {
      NodeCalls.run(one, two);
      LockRecipes.run(one, two);
      CounterRecipes.run(one, two);
      CacheRecipes.run(one, two);
      QueueRecipes.run(one, two);
    }
    Recipes.total();
  }
}
