import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.elasticsearch.Build;
import org.elasticsearch.bootstrap.BootstrapInfo;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * Development engine: one Elasticsearch node, put together from the jars on Maven Central.
 *   java -Xmx512m -cp 'target/dist/lib/*' Launcher.java HOME [setting=value ...]
 * e.g. HOME=var/es1 http.port=9200. Several processes with discovery.seed_hosts form one cluster.
 */
public class Launcher {

    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]).toAbsolutePath();
        Path dist = Path.of(System.getProperty("dist", "target/dist")).toAbsolutePath();
        Files.createDirectories(home.resolve("config"));
        System.setProperty("es.path.home", home.toString());
        System.setProperty("es.distribution.type", "tar");
        System.setProperty("es.logs.base_path", home.resolve("logs").toString());
        System.setProperty("io.netty.noUnsafe", "true");
        System.setProperty("io.netty.noKeySetOptimization", "true");
        System.setProperty("io.netty.recycler.maxCapacityPerThread", "0");

        Settings.Builder s = Settings.builder()
            .put("path.home", home)
            .put("cluster.name", "dev")
            .put("node.name", home.getFileName().toString())
            .put("network.host", "127.0.0.1")
            .put("http.port", "9200")
            .put("transport.port", "9300-9399")
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .put("logger.level", "WARN");
        for (int i = 1; i < args.length; i++) {
            String[] kv = args[i].split("=", 2);
            s.put(kv[0], kv[1]);
        }
        if (s.get("discovery.seed_hosts") == null && s.get("discovery.type") == null) {
            s.put("discovery.type", "single-node");
        }
        if (s.get("path.repo") == null) {
            s.put("path.repo", home.resolve("repo").toString());
        }
        Settings settings = s.build();

        LogConfigurator.configureESLogging();
        LogConfigurator.configureWithoutConfig(settings);
        BootstrapInfo.init();
        Environment env = InternalSettingsPreparer.prepareEnvironment(
            settings, Map.of(), home.resolve("config"), () -> home.getFileName().toString());
        Files.createDirectories(env.logsDir());

        describe(dist, "transport-netty4", "org.elasticsearch.transport.netty4.Netty4Plugin");
        describe(dist, "dev-plugin", "devengine.DevPlugin");
        PluginsLoader plugins = PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(dist.resolve("modules")),
            PluginsLoader.loadPluginsBundles(env.pluginsDir()),
            Map.of(), false);

        Node node = new Node(env, plugins);
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.prepareForClose();
                node.close();
                node.awaitClose(20, TimeUnit.SECONDS);
            } catch (IOException | InterruptedException e) {
                e.printStackTrace();
            } finally {
                closed.countDown();
            }
        }));
        watch(System.getProperty("watched.pid"));
        node.start();
        System.out.println("started " + Build.current().version() + " pid " + ProcessHandle.current().pid());
        closed.await();
    }

    /** Ends this process in an orderly way when the one that asked for it is gone, so that an aborted test run leaves nothing behind. */
    private static void watch(String pid) {
        if (pid == null) {
            return;
        }
        ProcessHandle.of(Long.parseLong(pid)).ifPresentOrElse(
            watched -> watched.onExit().thenRun(() -> System.exit(0)),
            () -> System.exit(0));
    }

    /** The descriptor in the transport-netty4 jar names a Java module; here everything is on the class path. */
    private static void describe(Path dist, String name, String classname) throws IOException {
        String v = Build.current().version();
        String text = String.join("\n", "name=" + name, "description=" + name, "version=" + v,
            "elasticsearch.version=" + v, "java.version=17", "classname=" + classname, "");
        Path file = dist.resolve("modules/" + name + "/plugin-descriptor.properties");
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Files.writeString(file, text);
        }
    }
}
