package dev.sealpost.route.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {

    private Path home;
    private Path folder;
    private StepRig rig;

    @BeforeEach
    void start(@TempDir Path home) throws Exception {
        this.home = home;
        folder = home.resolve("out");
        rig = StepRig.of("file-sink", "connector:file?folder=" + folder, Map.of(), Map.of());
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void namesTheFileAfterTheEvent() throws IOException {
        Exchange after = rig.send("{\"order_id\": \"1001\"}");

        assertThat(after.getException()).isNull();
        assertThat(files()).containsExactly(StepRig.EVENT_ID + ".json");
        assertThat(Files.readString(folder.resolve(StepRig.EVENT_ID + ".json"))).isEqualTo("{\"order_id\": \"1001\"}");
        assertThat(after.getMessage().getHeaders()).containsOnlyKeys("SealpostEventId");
    }

    @Test
    void replacesTheFileOnARepeat() throws IOException {
        rig.send("first");
        rig.send("second");

        assertThat(files()).hasSize(1);
        assertThat(folder.resolve(StepRig.EVENT_ID + ".json")).hasContent("second");
    }

    @Test
    void leavesTheFolderForNoEvent() throws IOException {
        rig.send("../../escape", "1", Map.of());
        rig.send("..", "2", Map.of());
        rig.send("/etc/passwd", "3", Map.of("CamelFileName", "../elsewhere.json"));

        assertThat(files())
                .containsExactlyInAnyOrder("%2E%2E%2F%2E%2E%2Fescape.json", "%2E%2E.json", "%2Fetc%2Fpasswd.json");
        try (Stream<Path> all = Files.list(home)) {
            assertThat(all).containsExactly(folder);
        }
    }

    @Test
    void ignoresHeadersThatRedirect() throws IOException {
        rig.send("evt_1", "1", Map.of("CamelFileName", "elsewhere.json", "CamelOverruleFileName", "other.json"));

        assertThat(files()).containsExactly("evt_1.json");
    }

    @Test
    void writesAFileForEachPart() throws IOException {
        rig.sendParts("a\nb");

        assertThat(files()).hasSize(2);
    }

    @Test
    void failsWithoutAFileWhereTheFolderIsAFile() throws IOException {
        Files.writeString(folder, "in the way");

        assertThat(rig.send("1").getException()).isNotNull();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
