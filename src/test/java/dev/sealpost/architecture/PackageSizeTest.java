package dev.sealpost.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Refuses a package that has grown too large to be looked through, unless its {@code package-info} says why it is one. */
class PackageSizeTest {

    private static final int MOST_FILES = 40;
    private static final String REASON = "One package because";

    @Test
    void aLargePackageGivesAReason() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            Map<Path, Long> sizes = files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));

            assertThat(sizes).isNotEmpty();
            assertThat(sizes.entrySet())
                    .filteredOn(size -> size.getValue() > MOST_FILES)
                    .allSatisfy(size -> assertThat(size.getKey().resolve("package-info.java"))
                            .content()
                            .contains(REASON));
        }
    }
}
