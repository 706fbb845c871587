package dev.sealpost.route;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.sqlite.SQLiteDataSource;
import org.yaml.snakeyaml.Yaml;

/**
 * A home folder with examples of {@code routes/examples}, installed as their READMEs say: with the route files in
 * {@code routes/}, and in {@code config/} the YAML blocks whose first line is a comment with the name of the file.
 */
public final class ExampleHome {

    private static final Path EXAMPLES = Path.of("routes", "examples");
    private static final Pattern BLOCK =
            Pattern.compile("(?ms)^( *)```yaml\\n *# (config/[a-z]+\\.yaml)\\n(.*?)^\\1```$");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)}");

    private final Path home;
    private final List<String> settings = new ArrayList<>();
    private final Map<String, Map<String, Object>> credentials = new LinkedHashMap<>();

    /** Returns the folders of all examples. */
    public static List<Path> all() throws IOException {
        try (Stream<Path> folders = Files.list(EXAMPLES)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    public ExampleHome(Path home) throws IOException {
        this.home = home;
        Files.createDirectories(home.resolve("routes"));
        Files.createDirectories(home.resolve("config"));
    }

    /** Returns the files of an example whose names end so. */
    public static List<Path> files(Path example, String ending) throws IOException {
        try (Stream<Path> files = Files.list(example)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    public ExampleHome install(Path example) throws IOException {
        for (Path file : files(example, ".camel.yaml")) {
            Files.copy(file, home.resolve("routes").resolve(file.getFileName()));
        }
        Matcher blocks = BLOCK.matcher(Files.readString(example.resolve("README.md")));
        while (blocks.find()) {
            String yaml = blocks.group(3).replaceAll("(?m)^" + blocks.group(1), "");
            if (blocks.group(2).endsWith("credentials.yaml")) {
                credentials.putAll(new Yaml().load(yaml));
            } else {
                settings.add(yaml);
            }
        }
        return this;
    }

    /** Runs the SQL of an example in an SQLite file of the home folder, and returns the URL of the database. */
    public String database(Path example) throws IOException {
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + home.resolve("warehouse.db"));
        for (Path file : files(example, ".sql")) {
            JdbcClient.create(database).sql(Files.readString(file)).update();
        }
        return database.getUrl();
    }

    /** Replaces the URLs of all credentials: that of the account, and that of its tokens. */
    public ExampleHome replaceUrls(String vendors) {
        credentials.forEach((name, members) -> {
            members.replace("url", vendors + "/" + name);
            members.replace("tokenUrl", vendors + "/" + name + "/token");
        });
        return this;
    }

    /**
     * Writes the configuration and returns the settings of a node.
     *
     * @param values of environment variables that the configuration names; the others have their own name as their value
     */
    public List<String> settings(Map<String, String> values) throws IOException {
        Files.writeString(home.resolve("config/application.yaml"), String.join("---\n", settings));
        Files.writeString(home.resolve("config/credentials.yaml"), new ObjectMapper().writeValueAsString(credentials));
        List<String> all = new ArrayList<>(List.of(
                "--sealpost.home.directory=" + home, "--spring.config.additional-location=file:" + home + "/config/"));
        VARIABLE.matcher(credentials + String.join("", settings))
                .results()
                .map(variable -> variable.group(1))
                .distinct()
                .forEach(name -> all.add("--" + name + "=" + values.getOrDefault(name, "value of " + name)));
        return all;
    }
}
