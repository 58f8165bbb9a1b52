import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.common.utils.Exit;
import org.apache.zookeeper.util.ServiceUtils;

/**
 * Runs Kafka's command-line tools one after another in one JVM, so that each costs no start of its own.
 *
 * A request is a line of base64 words: the class with the tool's main, what it reads on stdin, then its arguments. The answer is a line:
 * the exit code, then stdout and stderr in base64. The process ends with its stdin.
 */
public class ToolRunner {
    private static final class ToolExit extends Error {
        final int code;

        ToolExit(int code) {
            super(null, null, false, false);
            this.code = code;
        }
    }

    /** What System.out is for the whole life of the JVM: Scala's Console keeps the stream that it saw first. */
    private static final class Switch extends OutputStream {
        volatile ByteArrayOutputStream to = new ByteArrayOutputStream();
        volatile boolean isMuted = false;

        @Override
        public void write(int value) {
            if (!isMuted) to.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (!isMuted) to.write(bytes, offset, length);
        }
    }

    /** What System.in is for the whole life of the JVM, for the same reason. */
    private static final class Input extends InputStream {
        volatile InputStream from = InputStream.nullInputStream();

        @Override
        public int read() throws IOException {
            return from.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return from.read(bytes, offset, length);
        }

        @Override
        public int available() throws IOException {
            return from.available();
        }
    }

    public static void main(String[] none) throws Exception {
        PrintStream answers = System.out;
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in));
        Input in = new Input();
        System.setIn(in);
        Switch out = new Switch();
        Switch err = new Switch();
        System.setOut(new PrintStream(out, true));
        System.setErr(new PrintStream(err, true));
        // A real exit prints nothing more, whoever catches what is thrown here.
        Integer[] exited = {null};
        java.util.function.IntConsumer exit = code -> {
            if (exited[0] == null) {
                exited[0] = code;
                out.isMuted = true;
                err.isMuted = true;
            }
            throw new ToolExit(code);
        };
        Exit.setExitProcedure((code, message) -> exit.accept(code));
        Exit.setHaltProcedure((code, message) -> exit.accept(code));
        ServiceUtils.setSystemExitProcedure(code -> exit.accept(code));
        List<Runnable> hooks = new ArrayList<>();
        Exit.setShutdownHookAdder((name, hook) -> hooks.add(hook));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            List<String> words = new ArrayList<>();
            for (String word : line.split(" ")) words.add(new String(decode(word), "UTF-8"));
            String tool = words.get(0);
            in.from = new ByteArrayInputStream(words.get(1).getBytes("UTF-8"));
            out.to = new ByteArrayOutputStream();
            err.to = new ByteArrayOutputStream();
            exited[0] = null;
            int[] code = {0};
            String[] arguments = words.subList(2, words.size()).toArray(new String[0]);
            Thread thread = new Thread(() -> code[0] = run(tool, arguments), "main");
            thread.start();
            thread.join();
            out.isMuted = false;
            err.isMuted = false;
            if (exited[0] != null) code[0] = exited[0];
            for (Runnable hook : hooks) hook.run();
            hooks.clear();
            answers.println(code[0] + " " + encode(out.to) + " " + encode(err.to));
            answers.flush();
        }
        Runtime.getRuntime().halt(0);
    }

    private static int run(String tool, String[] arguments) {
        try {
            if (tool.equals("kafka.tools.ConsoleConsumer")) forgetCount(tool);
            Class.forName(tool).getMethod("main", String[].class).invoke(null, (Object) arguments);
            return 0;
        } catch (InvocationTargetException error) {
            for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause())
                if (cause instanceof ToolExit) return ((ToolExit) cause).code;
            System.err.print("Exception in thread \"main\" ");
            error.getCause().printStackTrace();
            return 1;
        } catch (ReflectiveOperationException error) {
            error.printStackTrace();
            return 70;
        }
    }

    /** The console consumer counts messages in a static field, for it expects a JVM of its own. */
    private static void forgetCount(String tool) throws ReflectiveOperationException {
        Field count = Class.forName(tool + "$").getDeclaredField("messageCount");
        count.setAccessible(true);
        count.setInt(null, 0);
    }

    private static byte[] decode(String word) {
        return Base64.getDecoder().decode(word.substring(1));
    }

    /** With a mark before it, so that an empty word is still a word. */
    private static String encode(ByteArrayOutputStream bytes) {
        return "=" + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
