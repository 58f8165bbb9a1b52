import java.io.PrintStream;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/** Prints one line for each call: its name, and what it returned or threw. Ids, times and addresses never get here. */
final class Calls {
  private static final PrintStream out = System.out;

  private Calls() {}

  static void call(String name, Callable<?> action) {
    long start = System.nanoTime();
    out.println(name + ": " + outcome(action));
    long seconds = (System.nanoTime() - start) / 1_000_000_000;
    if (seconds > 1) System.err.println(name + " took " + seconds + " s");
  }

  static String outcome(Callable<?> action) {
    try {
      Object value = action.call();
      return value instanceof Throwable error ? told(error) : shown(value);
    } catch (Throwable error) {
      return told(error);
    }
  }

  /** Waits until a call returns what is expected of it, because brokers hear of changes one after the other. */
  static void until(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + 30_000_000_000L;
    for (int times = 0; times < 5 && System.nanoTime() < end; ) {
      boolean holds;
      try {
        holds = condition.call();
      } catch (ExecutionException error) {
        holds = false;
      }
      times = holds ? times + 1 : 0;
      if (!holds) Thread.sleep(50);
    }
  }

  static String told(Throwable error) {
    Throwable cause = error;
    while ((cause instanceof ExecutionException || cause instanceof CompletionException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String text = cause.getClass().getSimpleName() + ": " + cause.getMessage();
    if (cause.getCause() != null) text += " / " + told(cause.getCause());
    return masked(text);
  }

  static String shown(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + "=" + shown(entry.getValue()))
          .sorted()
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof Collection<?> items) {
      return items.stream().map(Calls::shown).sorted().collect(Collectors.joining(", ", "[", "]"));
    }
    return masked(String.valueOf(value));
  }

  private static String masked(String text) {
    return text.replaceAll("(localhost|127\\.0\\.0\\.1|\\[::1\\]):\\d+", "HOST")
        .replaceAll("(?<![0-9A-Za-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID")
        .replaceAll("\\(id: \\d rack: null( isFenced: false)?\\)", "(id: ID)")
        .replaceAll("\\b\\d{4,6} ?ms\\b", "N ms")
        .replaceAll("@\\d{13,}|\\b17\\d{11}\\b|\\b18\\d{11}\\b", "TIME")
        .replaceAll("live broker list: Set\\([0-9, ]+\\)", "live broker list: IDS")
        .replaceAll("(tries|attempts)=\\d+", "$1=N")
        .replaceAll("\\s+", " ")
        .strip();
  }
}
