package dev.sealpost.route.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanRouteFilesTest {

    private static final String NAME = "routes/a.camel.yaml";

    private Path file = Path.of(".");
    private ScanRouteFiles look = look(Path.of("."));

    private static ScanRouteFiles look(Path home) {
        return new ScanRouteFiles(
                new RouteFiles(home, ScanRouteFilesTest.class.getClassLoader()), new SecretFiles(key -> null));
    }

    @BeforeEach
    void makeFolder(@TempDir Path home) throws Exception {
        file = home.resolve(NAME);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "one");
        look = look(home);
        look.now();
    }

    private String found() {
        return look.settled().routes().get(NAME) instanceof RouteFileContent.FileContent content
                ? content.text()
                : "nothing";
    }

    @Test
    void loadsAChangeOnceTwoScansAgree() throws Exception {
        Files.writeString(file, "two");

        assertThat(found()).isEqualTo("one");
        assertThat(found()).isEqualTo("two");
    }

    @Test
    void waitsWhileAFileChanges() throws Exception {
        for (int i = 0; i < 5; i++) {
            Files.writeString(file, "change " + i);
            assertThat(found()).isEqualTo("one");
        }
        assertThat(found()).isEqualTo("change 4");
    }

    @Test
    void noticesAReplacedFile() throws Exception {
        Files.delete(file);
        assertThat(found()).isEqualTo("one");

        Files.writeString(file, "two");
        assertThat(found()).isEqualTo("one");
        assertThat(found()).isEqualTo("two");
    }

    @Test
    void noticesADeletedFile() throws Exception {
        Files.delete(file);

        assertThat(found()).isEqualTo("one");
        assertThat(found()).isEqualTo("nothing");
    }
}
