package dev.sealpost.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCacheTest {

    private static final String WITH_CLASSES = "mixed mode, sharing";
    private static final String WITHOUT_CLASSES = "mixed mode";

    @TempDir
    private Path folder = Path.of("");

    private StartCache cache = new StartCache(Path.of(""));

    @BeforeEach
    void nameFile() {
        cache = new StartCache(folder.resolve("sealpost-1-java-25.0.1.aot"));
    }

    @Test
    void hasNoObjectionToACacheThatIsUsed() throws Exception {
        Files.createFile(cache.file());

        assertThat(cache.objection(true, WITH_CLASSES)).isEmpty();
    }

    @Test
    void saysThatThereIsNone() {
        assertThat(cache.objection(true, WITH_CLASSES))
                .hasValueSatisfying(reason -> assertThat(reason).contains("no cache", folder.toString()));
    }

    @Test
    void saysThatAnotherVersionMadeIt() throws Exception {
        Files.createFile(folder.resolve("sealpost-2-java-25.0.1.aot"));

        assertThat(cache.objection(true, WITH_CLASSES))
                .hasValueSatisfying(reason -> assertThat(reason).contains("another version"));
    }

    @Test
    void saysThatJavaRefusedIt() throws Exception {
        Files.createFile(cache.file());

        assertThat(cache.objection(true, WITHOUT_CLASSES))
                .hasValueSatisfying(reason -> assertThat(reason).contains("refused"));
    }

    @Test
    void saysThatJavaCouldNotUseIt() throws Exception {
        Files.createFile(cache.file());

        assertThat(cache.objection(false, WITH_CLASSES))
                .hasValueSatisfying(reason -> assertThat(reason).contains("refused", "options"));
    }

    @Test
    void knowsItsFileInTheOptionsOfJava() {
        String name = String.valueOf(cache.file().getFileName());

        assertThat(cache.isGivenIn(List.of("-Xmx1g", "-XX:AOTCache=" + folder + "/" + name)))
                .isTrue();
        assertThat(cache.isGivenIn(List.of("-XX:SharedArchiveFile=" + folder + "/" + name)))
                .isTrue();
        // SEALPOST_CACHE may end in a slash.
        assertThat(cache.isGivenIn(List.of("-XX:AOTCache=" + folder + "//" + name)))
                .isTrue();
        assertThat(cache.isGivenIn(List.of("-XX:AOTCache=" + folder + "/other", "-Dlauncher.cache=" + cache.file())))
                .isFalse();
    }

    @Test
    void isMadeAsTheVersionOfJavaCan() {
        assertThat(cache.optionToMake("made")).isEqualTo("-XX:AOTCacheOutput=made");
        assertThat(new StartCache(Path.of("sealpost-1-java-21.0.1.jsa")).optionToMake("made"))
                .isEqualTo("-XX:ArchiveClassesAtExit=made");
    }
}
