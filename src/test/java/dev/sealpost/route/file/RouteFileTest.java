package dev.sealpost.route.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/** Files that cannot be loaded are refused with a reason. */
class RouteFileTest {

    @Test
    void refusesALargeFileWithoutReadingIt() {
        Resource huge = new ByteArrayResource(new byte[0]) {
            @Override
            public boolean isFile() {
                return true;
            }

            @Override
            public long contentLength() {
                return 50L * 1024 * 1024;
            }

            @Override
            public InputStream getInputStream() {
                throw new AssertionError("was read");
            }
        };

        assertThat(new RouteFile("routes/huge.camel.yaml", huge).load())
                .isInstanceOfSatisfying(
                        RouteFileContent.Refused.class,
                        refused -> assertThat(refused.problem().reason()).contains("larger than 1 MiB"));
    }

    @Test
    void reportsAnUnreadableFile(@TempDir Path folder) throws Exception {
        Path gone = folder.resolve("gone.camel.yaml");
        Files.createSymbolicLink(gone, folder.resolve("nowhere"));

        assertThat(new RouteFile("routes/gone.camel.yaml", new FileSystemResource(gone)).load())
                .isInstanceOfSatisfying(
                        RouteFileContent.Refused.class,
                        refused -> assertThat(refused.problem().reason()).contains("cannot be read"));
    }
}
