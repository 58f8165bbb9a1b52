import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import kafka.log.LogConfig;
import kafka.server.DynamicBrokerConfig$;
import kafka.server.KafkaConfig;
import kafka.server.KafkaConfig$;
import org.apache.kafka.common.config.ConfigDef;

/**
 * What Kafka itself makes of settings. The first lines are its table, `NAME TYPE DEFAULT VALIDATOR INTERNAL UPDATES`. Then each line of standard
 * input is a server.properties, and the answer `ok`, or the stage at which Kafka refuses it, the class and the message. Texts are
 * base64 behind a `=`, and `=` alone is null.
 */
public class SettingsOracle {
    private static String encode(String text) {
        return text == null ? "-" : "=" + Base64.getEncoder().encodeToString(text.getBytes());
    }

    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        System.setOut(System.err);
        var field = KafkaConfig$.class.getDeclaredField("configDef");
        field.setAccessible(true);
        Map<String, String> modes = DynamicBrokerConfig$.MODULE$.dynamicConfigUpdateModes();
        for (ConfigDef.ConfigKey key : ((ConfigDef) field.get(KafkaConfig$.MODULE$)).configKeys().values()) {
            String initial = key.defaultValue == null ? null : ConfigDef.convertToString(key.defaultValue, key.type);
            String validator = key.validator == null ? null : key.validator.toString();
            out.println(key.name + " " + key.type + " " + encode(initial) + " " + encode(validator) + " " + key.internalConfig + " " + encode(modes.get(key.name)));
        }
        out.println();
        var in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(judge(new String(Base64.getDecoder().decode(line), "UTF-8")));
            out.flush();
        }
    }

    private static String judge(String text) {
        String stage = "config";
        try {
            var properties = new Properties();
            properties.load(new StringReader(text));
            var config = new KafkaConfig(properties, false);
            stage = "start";
            Map<String, Object> log = LogConfig.extractLogConfigMap(config);
            LogConfig.validateValues(log);
            new LogConfig(log, LogConfig.apply$default$2());
            return "ok";
        } catch (Throwable thrown) {
            return stage + " " + encode(thrown.getClass().getName()) + " " + encode(thrown.getMessage());
        }
    }
}
