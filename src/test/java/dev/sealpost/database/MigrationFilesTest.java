package dev.sealpost.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Migrations that came after the first release whose data is kept only add. {@link AdditiveMigrationsTest} tries what
 * is in the data; this one also sees a migration take away what another one of the same release has added.
 */
class MigrationFilesTest {

    /** The newest of release 94372b3. */
    private static final int KEPT = 14;

    private static final Pattern VERSION = Pattern.compile("V(\\d+)__.*");
    private static final Pattern NEW_TABLE = Pattern.compile("(?is)CREATE TABLE (\\w+) .*");
    /** Nothing that rows of an older node would not fulfil. */
    private static final Pattern NEW_COLUMN =
            Pattern.compile("(?is)ALTER TABLE \\w+ ADD COLUMN (?!.*\\b(?:UNIQUE|CHECK|REFERENCES)\\b)"
                    + "(?!.*\\bNOT NULL\\b(?! DEFAULT)).*");

    private static final Pattern NEW_INDEX = Pattern.compile("(?is)CREATE INDEX .*");
    private static final Pattern UNIQUE_INDEX = Pattern.compile("(?is)CREATE UNIQUE INDEX \\w+ ON (\\w+) .*");

    static Stream<Resource> migrations() throws IOException {
        return Arrays.stream(new PathMatchingResourcePatternResolver().getResources("classpath:db/migration/*.sql"))
                .filter(file -> version(file) > KEPT);
    }

    private static int version(Resource file) {
        Matcher name = VERSION.matcher(String.valueOf(file.getFilename()));
        assertThat(name.matches()).as(String.valueOf(file)).isTrue();
        return Integer.parseInt(name.group(1));
    }

    @ParameterizedTest
    @MethodSource("migrations")
    void onlyAdd(Resource file) {
        assertThat(firstThatTakesAway(text(file))).isEmpty();
    }

    @Test
    void areThere() throws IOException {
        assertThat(migrations()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE event;",
                "DROP INDEX attempt_listing;",
                "-- harmless\nALTER TABLE attempt DROP COLUMN url;",
                "CREATE TABLE a (id TEXT);\nALTER TABLE attempt RENAME TO attempts;",
                "ALTER TABLE attempt RENAME COLUMN url TO address;",
                "ALTER TABLE attempt ALTER COLUMN url SET NOT NULL;",
                "ALTER TABLE attempt ADD COLUMN x TEXT NOT NULL;",
                "ALTER TABLE attempt ADD COLUMN x TEXT UNIQUE;",
                "ALTER TABLE attempt ADD COLUMN x TEXT DEFAULT 'a' CHECK (x <> 'b');",
                "ALTER TABLE attempt ADD CONSTRAINT shut CHECK (cycle > 0);",
                "CREATE UNIQUE INDEX one ON attempt (url);",
                "CREATE TRIGGER shut BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'shut'); END;",
                "DELETE FROM event;",
                "TRUNCATE event;"
            })
    void mayNotTakeAway(String migration) {
        assertThat(firstThatTakesAway(migration)).isPresent();
    }

    @Test
    void mayAdd() {
        assertThat(firstThatTakesAway("""
                CREATE TABLE a (
                    id TEXT PRIMARY KEY, -- of nobody; DROP is a word here
                    x  TEXT NOT NULL
                );
                CREATE UNIQUE INDEX a_x ON a (x);
                CREATE INDEX a_y ON event (id) WHERE type IS NOT NULL;
                ALTER TABLE event ADD COLUMN y BOOLEAN NOT NULL DEFAULT FALSE;
                ALTER TABLE event ADD COLUMN z TEXT;
                """)).isEmpty();
    }

    private static String text(Resource file) {
        try {
            return file.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> firstThatTakesAway(String migration) {
        List<String> statements = Arrays.stream(migration
                        .replaceAll("--[^\\n]*|\\$\\{(sqlite|postgresql)}", "")
                        .split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
        Set<String> tables = new HashSet<>();
        return statements.stream()
                .filter(statement -> !isAddition(statement, tables))
                .findFirst();
    }

    private static boolean isAddition(String statement, Set<String> newTables) {
        Matcher table = NEW_TABLE.matcher(statement);
        if (table.matches()) {
            newTables.add(table.group(1));
            return true;
        }
        Matcher unique = UNIQUE_INDEX.matcher(statement);
        return NEW_INDEX.matcher(statement).matches()
                || NEW_COLUMN.matcher(statement).matches()
                || (unique.matches() && newTables.contains(unique.group(1)));
    }
}
