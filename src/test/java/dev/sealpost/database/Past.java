package dev.sealpost.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The data that an earlier release left behind on one of the databases, as {@code WritePast} kept it.
 *
 * @param release name of its folder
 */
public record Past(String release, Dialect dialect) {

    private static final AtomicInteger COPIES = new AtomicInteger();

    /** Of every release that was kept. */
    public static Stream<Past> all() {
        try (Stream<Path> folders = Files.list(folder())) {
            return folders
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .flatMap(release -> Arrays.stream(Dialect.values()).map(dialect -> new Past(release, dialect)))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        try {
            return Path.of(
                    Objects.requireNonNull(Past.class.getResource("/past")).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts the data directory here and the rows where they belong; the URL of the database for {@link #user}. */
    public String unpack(Path data) throws IOException, SQLException {
        Path zip = folder().resolve(release).resolve(dialect.name().toLowerCase(Locale.ROOT) + ".zip");
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream files = new ZipInputStream(in)) {
            for (ZipEntry entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
                Path file = data.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(files, file);
            }
        }
        return switch (dialect) {
            case SQLITE -> "jdbc:sqlite:" + data.resolve("sealpost.db");
            case POSTGRESQL -> {
                String url = PostgresqlServer.shared().urlOfNew("past_" + release + "_" + COPIES.incrementAndGet());
                PastRows.load(url, user(), data.resolve(PastRows.FOLDER));
                yield url;
            }
        };
    }

    /** Returns the user who may change the database; empty where it is a file. */
    public String user() {
        return dialect == Dialect.SQLITE ? "" : "postgres";
    }
}
