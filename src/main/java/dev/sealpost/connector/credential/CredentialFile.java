package dev.sealpost.connector.credential;

import dev.sealpost.connector.VendorClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Content of {@code config/credentials.yaml} at one time. Immutable. */
public final class CredentialFile {

    /** Name of the file for operators; its folder is in the home folder. */
    static final String NAME = "config/credentials.yaml";

    /** Path inside the jar: the build puts the content of the folder {@code config} at its root. */
    private static final String INSIDE_JAR = "/credentials.yaml";

    private final Map<String, CredentialDefinition> valid;
    private final Set<String> names;
    private final List<CredentialProblem> problems;
    private final List<CredentialProblem> warnings;
    private final List<CredentialProblem> unset;
    private final Set<Path> secretFiles;

    /**
     * @param valid usable credentials by name
     * @param names of all credentials in the file
     * @param unset members whose environment variable is not set
     * @param secretFiles files that values refer to
     */
    CredentialFile(
            Map<String, CredentialDefinition> valid,
            Set<String> names,
            List<CredentialProblem> problems,
            List<CredentialProblem> warnings,
            List<CredentialProblem> unset,
            Set<Path> secretFiles) {
        this.valid = Map.copyOf(valid);
        this.names = new TreeSet<>(names);
        this.problems = List.copyOf(problems);
        this.warnings = List.copyOf(warnings);
        this.unset = List.copyOf(unset);
        this.secretFiles = Set.copyOf(secretFiles);
    }

    /**
     * Reads the file in this home folder, with the environment of this process. If it is missing, the one inside the jar applies.
     *
     * @param home folder of {@code SEALPOST_HOME}
     */
    public static CredentialFile read(Path home) {
        return read(home, System::getenv);
    }

    /**
     * Reads the file in this home folder, or else the one inside the jar.
     *
     * @param environment returns the values of variables
     */
    public static CredentialFile read(Path home, Function<String, @Nullable String> environment) {
        return new ReadCredentials(home, environment, insideJar()).read();
    }

    private static Optional<String> insideJar() {
        try (InputStream in = CredentialFile.class.getResourceAsStream(INSIDE_JAR)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + INSIDE_JAR + " inside the jar cannot be read", e);
        }
    }

    static Path in(Path home) {
        return home.resolve(NAME).toAbsolutePath().normalize();
    }

    /** Returns the names of all credentials in alphabetical order, also of those with problems. */
    public Set<String> names() {
        return new TreeSet<>(names);
    }

    /** Returns the kind of a credential; empty if there is no such credential, or if it has problems. */
    public Optional<CredentialKind> kind(String name) {
        return Optional.ofNullable(valid.get(name)).map(CredentialDefinition::kind);
    }

    /** Returns the reasons why credentials, or the whole file, cannot be used. */
    public List<CredentialProblem> problems() {
        return problems;
    }

    /** Returns warnings, such as of secrets in plain text. */
    public List<CredentialProblem> warnings() {
        return warnings;
    }

    /** Returns the credentials for a command without a database: kinds that keep a refresh token there are refused. */
    public Credentials credentials(VendorClient client, Clock clock) {
        return new FixedCredentials(this, new CreateCredential(client, TokenStore.none(), clock));
    }

    /** Returns members whose environment variable is not set: their credentials are not set up yet. */
    public List<CredentialProblem> unset() {
        return unset;
    }

    /** Returns the reason why this credential is not set up yet. */
    Optional<CredentialProblem> unset(String name) {
        return unset.stream()
                .filter(problem -> problem.credential().filter(name::equals).isPresent())
                .findFirst();
    }

    Optional<CredentialDefinition> definition(String name) {
        return Optional.ofNullable(valid.get(name));
    }

    /** Returns the problem of this credential; empty if it is valid or unknown. */
    Optional<CredentialProblem> problem(String name) {
        return problems.stream()
                .filter(problem -> problem.credential().filter(name::equals).isPresent())
                .findFirst();
    }

    /** Returns the reason why the whole file cannot be used. */
    Optional<CredentialProblem> fault() {
        return problems.stream()
                .filter(problem -> problem.credential().isEmpty())
                .findFirst();
    }

    Set<Path> secretFiles() {
        return secretFiles;
    }
}
