package dev.sealpost.route.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteFilesTest {

    private static void fillTheJar(Path jar) throws Exception {
        write(jar.resolve("routes/webhook-delivery.camel.yaml"));
        write(jar.resolve("routes/orders.camel.yaml"));
        write(jar.resolve("routes/examples/e/example.camel.yaml"));
    }

    private static void write(Path file) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
    }

    private static List<String> find(Path home, Path jar) throws Exception {
        fillTheJar(jar);
        ClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
        return new RouteFiles(home, classes)
                .routes().stream().map(RouteFile::name).toList();
    }

    @Test
    void usesTheFilesInTheJarWithoutAFolder(@TempDir Path home, @TempDir Path jar) throws Exception {
        assertThat(find(home, jar))
                .containsExactly("classpath:routes/orders.camel.yaml", "classpath:routes/webhook-delivery.camel.yaml");
    }

    @Test
    void usesTheFolderAndTheDeliveryRouteInTheJar(@TempDir Path home, @TempDir Path jar) throws Exception {
        write(home.resolve("routes/shop/b.camel.xml"));
        write(home.resolve("routes/a.camel.yaml"));
        write(home.resolve("routes/notes.txt"));
        write(home.resolve("routes/other.yaml"));
        write(home.resolve("routes/.a.camel.yaml"));
        write(home.resolve("routes/examples/e/e.camel.yaml"));

        assertThat(find(home, jar))
                .containsExactly(
                        "routes/a.camel.yaml",
                        "routes/other.yaml",
                        "routes/shop/b.camel.xml",
                        "classpath:routes/webhook-delivery.camel.yaml");
    }

    @Test
    void findsAnExampleOnlyWhenAskedForIt(@TempDir Path home) throws Exception {
        write(home.resolve("routes/examples/e/e.camel.yaml"));

        assertThat(new RouteFiles(home, RouteFilesTest.class.getClassLoader()).at(home.resolve("routes/examples/e")))
                .extracting(RouteFile::name)
                .containsExactly("routes/examples/e/e.camel.yaml");
    }

    @Test
    void loadsNoExample(@TempDir Path home, @TempDir Path jar) throws Exception {
        write(jar.resolve("routes/examples/one/a.camel.yaml"));
        assertThat(find(home, jar)).noneMatch(name -> name.contains("a.camel.yaml"));

        write(home.resolve("routes/examples/one/a.camel.yaml"));
        assertThat(find(home, jar)).containsExactly("classpath:routes/webhook-delivery.camel.yaml");
    }

    @Test
    void prefersTheDeliveryRouteOfTheFolder(@TempDir Path home, @TempDir Path jar) throws Exception {
        write(home.resolve("routes/webhook-delivery.camel.yaml"));

        assertThat(find(home, jar)).containsExactly("routes/webhook-delivery.camel.yaml");
    }
}
