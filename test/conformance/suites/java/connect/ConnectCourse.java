import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.*;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * Two distributed workers copy files to files through topics: a source and a sink for each of four. One worker is killed while lines come, the
 * tasks move to the other, and no line may be lost. Arguments: brokers, directory.
 */
public final class ConnectCourse {
  private static final int files = 4;
  private static final int part = 500;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final Path home;
  private final ConnectWorker first;
  private final ConnectWorker second;
  private ConnectWorker asked;
  private int written;

  private ConnectCourse(String brokers, Path home) throws IOException {
    this.home = home;
    first = new ConnectWorker(brokers, home, freePort());
    second = new ConnectWorker(brokers, home, freePort());
    asked = first;
  }

  public static void main(String[] args) throws Exception {
    var course = new ConnectCourse(args[0], Path.of(args[1]));
    try {
      course.run();
    } finally {
      course.first.kill();
      course.second.kill();
    }
  }

  private void run() throws Exception {
    first.start();
    second.start();
    until(() -> call("GET", "/", null).startsWith("200"));
    asked = second;
    until(() -> call("GET", "/", null).startsWith("200"));
    asked = first;
    until(() -> call("GET", "/connectors", null).equals("200 []"));
    said("no connectors", call("GET", "/connectors", null));
    said("an unknown class", call("PUT", "/connectors/x/config", "{\"connector.class\":\"NoSuch\"}").substring(0, 3));
    said("a wrong setting", call("PUT", "/connector-plugins/FileStreamSource/config/validate",
        "{\"connector.class\":\"FileStreamSource\",\"topic\":\"t\",\"batch.size\":\"many\"}").replaceAll(".*\"error_count\":(\\d+).*", "$1 errors"));
    append();
    for (int index = 0; index < files; index++) {
      create("source" + index, "FileStreamSource", "\"file\":\"" + input(index) + "\",\"topic\":\"lines" + index + "\"");
      create("sink" + index, "FileStreamSink", "\"file\":\"" + output(index) + "\",\"topics\":\"lines" + index + "\"");
    }
    arrived("first part");
    until(() -> tasksOf(first).size() == files && tasksOf(second).size() == files);
    said("tasks", tasksOf(first).size() + " and " + tasksOf(second).size());
    said("connectors", call("GET", "/connectors", null).replaceAll("[^a-z0-9,]", "").split(",").length);
    said("topics of a source", call("GET", "/connectors/source0/topics", null));
    append();
    arrived("second part");
    said("pause", call("PUT", "/connectors/sink0/pause", ""));
    until(() -> status("sink0").equals("PAUSED PAUSED"));
    said("paused", status("sink0"));
    append();
    for (int index = 1; index < files; index++) arrived("while one is paused, " + index, index);
    said("resume", call("PUT", "/connectors/sink0/resume", ""));
    arrived("after the pause");
    said("restart", call("POST", "/connectors/sink1/restart?includeTasks=true&onlyFailed=false", "").substring(0, 3));
    until(() -> status("sink1").equals("RUNNING RUNNING"));
    said("restarted", status("sink1"));
    append();
    first.kill();
    asked = second;
    append();
    until(() -> tasksOf(second).size() == 2 * files);
    said("tasks of the second after the first was killed", tasksOf(second).size());
    append();
    arrived("after the kill");
    first.start();
    until(() -> tasksOf(first).size() == files && tasksOf(second).size() == files);
    said("tasks after it came back", tasksOf(first).size() + " and " + tasksOf(second).size());
    append();
    arrived("with both again");
    second.stop();
    asked = first;
    until(() -> tasksOf(first).size() == 2 * files);
    said("tasks of the first after the second stopped", tasksOf(first).size());
    append();
    arrived("after the stop");
    said("delete", call("DELETE", "/connectors/sink3", null));
    until(() -> !call("GET", "/connectors", null).contains("sink3"));
    said("deleted", call("GET", "/connectors/sink3", null).substring(0, 3));
  }

  private void create(String name, String type, String settings) throws Exception {
    String config = "{\"connector.class\":\"" + type + "\",\"tasks.max\":\"1\"," + settings + "}";
    String[] answer = {""};
    // A worker that rebalances answers 409.
    until(() -> !(answer[0] = call("PUT", "/connectors/" + name + "/config", config)).startsWith("409"));
    said("create " + name, answer[0].substring(0, 3));
  }

  private void append() throws IOException {
    for (int index = 0; index < files; index++) {
      var lines = new StringBuilder();
      for (int line = written; line < written + part; line++) lines.append("file ").append(index).append(" line ").append(line).append('\n');
      Files.writeString(input(index), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    written += part;
  }

  private void arrived(String when) throws Exception {
    for (int index = 0; index < files; index++) arrived(when + ", " + index, index);
  }

  private void arrived(String when, int index) throws Exception {
    until(() -> missing(index) == 0);
    said(when, (written - missing(index)) + " of " + written + " lines");
  }

  private long missing(int index) throws IOException {
    if (!Files.exists(output(index))) return written;
    Set<String> lines = new HashSet<>(Files.readAllLines(output(index)));
    long missing = 0;
    for (int line = 0; line < written; line++) if (!lines.contains("file " + index + " line " + line)) missing++;
    return missing;
  }

  /** The tasks that run on a worker. */
  private List<String> tasksOf(ConnectWorker worker) throws Exception {
    List<String> tasks = new ArrayList<>();
    JsonNode all = json.readTree(call("GET", "/connectors?expand=status", null).substring(4));
    for (JsonNode connector : all) {
      for (JsonNode task : connector.path("status").path("tasks")) {
        if (task.path("state").asText().equals("RUNNING") && task.path("worker_id").asText().endsWith(":" + worker.port)) tasks.add(connector.path("status").path("name").asText());
      }
    }
    return tasks;
  }

  private String status(String name) throws Exception {
    JsonNode status = json.readTree(call("GET", "/connectors/" + name + "/status", null).substring(4));
    return status.path("connector").path("state").asText() + " " + status.path("tasks").findValuesAsText("state").stream().collect(Collectors.joining(" "));
  }

  private String call(String method, String path, String body) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + asked.port + path)).header("Content-Type", "application/json")
        .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body)).build();
    var response = http.send(request, HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }

  private static void until(Callable<Boolean> condition) throws Exception {
    for (long end = System.nanoTime() + 90_000_000_000L; System.nanoTime() < end; Thread.sleep(200)) {
      try {
        if (condition.call()) return;
      } catch (IOException error) {
        continue;
      }
    }
    System.err.println("gave up waiting");
  }

  private static void said(String name, Object outcome) {
    System.out.println(name + ": " + String.valueOf(outcome).strip());
  }

  private Path input(int index) {
    return home.resolve("in" + index);
  }

  private Path output(int index) {
    return home.resolve("out" + index);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
