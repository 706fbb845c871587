package dev.sealpost.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.util.FileUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code lib add}, with a Maven repository in a folder. */
class AddLibraryCommandTest {

    private static final String CAMEL = new DefaultCamelCatalog().getCatalogVersion();

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter output = new StringWriter();

    @BeforeEach
    void makeRepository() throws Exception {
        artifact("org.apache.camel", "camel-far", CAMEL, "org.apache.camel:camel-support:1", "org.example:near:1.0");
        artifact("org.example", "near", "1.0");
        artifact("org.example", "near", "2.0");
    }

    private Path home() {
        return folder.resolve("home");
    }

    private Path repository() {
        return folder.resolve("repository");
    }

    private void artifact(String group, String name, String version, String... dependencies) throws Exception {
        Path files = Files.createDirectories(
                repository().resolve(group.replace('.', '/')).resolve(name).resolve(version));
        StringBuilder pom = new StringBuilder("<project><modelVersion>4.0.0</modelVersion>");
        pom.append(coordinates(group, name, version)).append("<dependencies>");
        for (String dependency : dependencies) {
            String[] parts = dependency.split(":");
            pom.append("<dependency>")
                    .append(coordinates(parts[0], parts[1], parts[2]))
                    .append("</dependency>");
        }
        write(
                files.resolve(name + "-" + version + ".pom"),
                pom.append("</dependencies></project>").toString().getBytes(StandardCharsets.UTF_8));
        Path jar = files.resolve(name + "-" + version + ".jar");
        try (JarOutputStream content = new JarOutputStream(Files.newOutputStream(jar))) {
            content.putNextEntry(new ZipEntry(name));
        }
        write(jar, Files.readAllBytes(jar));
    }

    private static String coordinates(String group, String name, String version) {
        return "<groupId>" + group + "</groupId><artifactId>" + name + "</artifactId><version>" + version
                + "</version>";
    }

    private static void write(Path file, byte[] content) throws Exception {
        Files.write(file, content);
        String sum = String.format(
                "%040x", new BigInteger(1, MessageDigest.getInstance("SHA-1").digest(content)));
        Files.writeString(file.resolveSibling(file.getFileName() + ".sha1"), sum);
    }

    private int add(String... arguments) {
        return addFrom(repository().toUri().toString(), arguments);
    }

    private int addFrom(String repository, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--repository=" + repository);
        PrintWriter out = new PrintWriter(output, true);
        return new CommandLine(new AddLibraryCommand(home(), List.of(), Optional.empty()))
                .setOut(out)
                .setErr(out)
                .execute(all.toArray(String[]::new));
    }

    private List<String> jars() throws IOException {
        Path lib = home().resolve("lib");
        if (!Files.exists(lib)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(lib)) {
            return files.map(file -> FileUtil.stripPath(file.toString()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void addsAJarOfCamelWithWhatSealpostDoesNotInclude() throws Exception {
        assertThat(add("camel-far")).as(output.toString()).isZero();

        assertThat(jars()).containsExactly("camel-far-" + CAMEL + ".jar", "near-1.0.jar");
        assertThat(output.toString()).contains("near-1.0.jar", "Restart Sealpost");
    }

    @Test
    void replacesAnotherVersion() throws Exception {
        add("org.example:near:1.0");

        assertThat(add("org.example:near:2.0")).isZero();

        assertThat(jars()).containsExactly("near-2.0.jar");
        assertThat(output.toString()).contains("Removed");
    }

    @Test
    void replacesAVersionWithAQualifier() throws Exception {
        artifact("org.example", "near", "3.0-jre");
        artifact("org.example", "near", "3.1-jre");
        artifact("org.example", "near-far", "1.0");
        artifact("org.example", "near-2-far", "1.0");
        add("org.example:near-far:1.0", "org.example:near-2-far:1.0", "org.example:near:3.0-jre");

        assertThat(add("org.example:near:3.1-jre")).isZero();

        assertThat(jars()).containsExactly("near-2-far-1.0.jar", "near-3.1-jre.jar", "near-far-1.0.jar");
    }

    @Test
    void addsNothingThatSealpostIncludes() throws Exception {
        assertThat(add("camel-csv")).isZero();

        assertThat(jars()).isEmpty();
        assertThat(output.toString()).contains("Sealpost includes camel-csv");
    }

    @Test
    void refusesAJarWithAWrongChecksum() throws Exception {
        Path sum = repository().resolve("org/example/near/1.0/near-1.0.jar.sha1");
        Files.writeString(sum, "0".repeat(40));

        assertThat(add("camel-far")).isEqualTo(1);

        assertThat(jars()).isEmpty();
        assertThat(output.toString()).contains("checksum");
    }

    @Test
    void refusesAJarWithoutAChecksum() throws Exception {
        Files.delete(repository().resolve("org/example/near/1.0/near-1.0.jar.sha1"));

        assertThat(add("camel-far")).isEqualTo(1);

        assertThat(jars()).isEmpty();
    }

    @Test
    void namesAnArtifactThatDoesNotExist() throws Exception {
        assertThat(add("camel-nonsuch")).isEqualTo(1);

        assertThat(jars()).isEmpty();
        assertThat(output.toString()).contains("does not have all of org.apache.camel:camel-nonsuch:" + CAMEL);
    }

    @Test
    void namesARepositoryThatIsNotInReach() throws Exception {
        assertThat(addFrom("http://127.0.0.1:1/", "camel-far")).isEqualTo(1);

        assertThat(jars()).isEmpty();
        assertThat(output.toString()).contains("http://127.0.0.1:1/ is not in reach", "--repository");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mongodb",
                "a:b",
                "../x",
                "camel-a/../../b",
                "a:b:c:d",
                "a::c",
                "..:..:..",
                "a:b:..",
                "org.example:.near:1.0"
            })
    void refusesANameThatIsNoArtifact(String name) throws Exception {
        assertThat(add(name)).isEqualTo(1);

        assertThat(jars()).isEmpty();
        assertThat(output.toString()).contains(name + " is not an artifact");
    }

    /** There, the launcher loads only what its manifest names. */
    @Test
    void refusesTheFolderOfTheLauncher() throws Exception {
        Files.createFile(Files.createDirectories(home().resolve("lib")).resolve("sealpost-thin.jar"));

        assertThat(add("camel-far")).isEqualTo(1);

        assertThat(output.toString()).contains("set SEALPOST_HOME");
    }
}
