package dev.sealpost.connector.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CredentialFileTest {

    @TempDir
    private Path folder = Path.of("set by JUnit");

    private CredentialHome home;

    @BeforeEach
    void open() {
        home = new CredentialHome(folder);
    }

    /** A valid value of each required member, so that one can be taken away or spoiled. */
    private static String example(MemberRule rule) {
        if (rule.name().equals("privateKey")) {
            return '"' + TestKeys.pem() + '"';
        }
        if (rule.type() == MemberRule.Type.LINES) {
            return '"' + TestKeys.certificate() + '"';
        }
        return switch (rule.type()) {
            case URL, SECRET_URL -> "https://vendor.example/token";
            case NUMBER -> "7";
            case TEXT, SECRET, SECRET_LINES -> "example-" + rule.name();
            case LINES, LIST -> "[a, b]";
            case MAP, CLAIMS -> "{a: b}";
        };
    }

    private static Map<String, String> required(CredentialKind kind) {
        return KindMembers.of(kind).stream()
                .filter(MemberRule::isRequired)
                .collect(Collectors.toMap(MemberRule::name, CredentialFileTest::example));
    }

    private static String yaml(CredentialKind kind, Map<String, String> members) {
        return "  kind: " + kind.word() + "\n"
                + members.entrySet().stream()
                        .map(each -> "  " + each.getKey() + ": " + each.getValue() + "\n")
                        .collect(Collectors.joining());
    }

    private static final String GOOD = "good:\n  kind: bearer\n  token: abcdefgh\n";

    private List<String> problems(String yaml) {
        CredentialFile file = home.credentials(GOOD + yaml).read();
        assertThat(file.definition("good")).as("the other credential").isPresent();
        return Stream.concat(file.problems().stream(), file.unset().stream())
                .map(CredentialProblem::toString)
                .toList();
    }

    static Stream<Arguments> requiredMembers() {
        return Arrays.stream(CredentialKind.values())
                .flatMap(kind -> required(kind).keySet().stream().map(member -> Arguments.of(kind, member)));
    }

    static Stream<Arguments> allMembers() {
        return Arrays.stream(CredentialKind.values())
                .flatMap(kind -> KindMembers.of(kind).stream().map(rule -> Arguments.of(kind, rule)));
    }

    @ParameterizedTest
    @EnumSource
    void acceptsEachKindWithItsRequiredMembers(CredentialKind kind) {
        assertThat(problems("bad:\n" + yaml(kind, required(kind)))).isEmpty();
        assertThat(home.read().kind("bad")).contains(kind);
    }

    @ParameterizedTest
    @MethodSource("requiredMembers")
    void namesAMissingMember(CredentialKind kind, String member) {
        Map<String, String> members = required(kind);
        members.remove(member);

        assertThat(problems("bad:\n" + yaml(kind, members)))
                .containsExactly("config/credentials.yaml:4:1: credential bad: member " + member + " is missing; "
                        + kind.word() + " needs it: docs/credentials.md");
    }

    @ParameterizedTest
    @EnumSource
    void namesAnUnknownMember(CredentialKind kind) {
        assertThat(problems("bad:\n  concurency: 3\n" + yaml(kind, required(kind))))
                .containsExactly("config/credentials.yaml:5:3: credential bad: " + kind.word()
                        + " has no member concurency; write concurrency");
    }

    @ParameterizedTest
    @MethodSource("allMembers")
    void namesAMemberOfAWrongType(CredentialKind kind, MemberRule rule) {
        Map<String, String> members = required(kind);
        members.remove(rule.name());
        String wrong = rule.type().isMap() ? "text" : rule.type() == MemberRule.Type.LIST ? "{a: b}" : "[a, b]";

        assertThat(problems("bad:\n  " + rule.name() + ": " + wrong + "\n" + yaml(kind, members)))
                .containsExactly("config/credentials.yaml:5:" + (rule.name().length() + 5) + ": credential bad: member "
                        + rule.name() + ": it must be " + rule.type().expected() + "; "
                        + (rule.type().isMap() ? "write name: value on lines below it" : "correct the value"));
    }

    @ParameterizedTest
    @MethodSource("allMembers")
    void namesAMissingVariable(CredentialKind kind, MemberRule rule) {
        Map<String, String> members = required(kind);
        members.remove(rule.name());
        String value = rule.type().isMap() ? "{x: \"${NO_SUCH}\"}" : "${NO_SUCH}";

        assertThat(problems("bad:\n  " + rule.name() + ": " + value + "\n" + yaml(kind, members)))
                .singleElement()
                .asString()
                .contains("credential bad: member " + rule.name()
                        + ": the environment variable NO_SUCH is not set; set it");
    }

    @ParameterizedTest
    @MethodSource("requiredMembers")
    void refusesAnEmptyMember(CredentialKind kind, String member) {
        Map<String, String> members = required(kind);
        members.put(member, "\"\"");

        List<String> problems = problems("bad:\n" + yaml(kind, members));

        if (member.equals("password")) {
            assertThat(problems).isEmpty(); // as of vendors that take an API key as the user
        } else {
            assertThat(problems).singleElement().asString().contains(member + ": it is empty");
        }
    }

    @Test
    void resolvesVariablesAndFiles() {
        Path secret = home.write("secrets/token", "from-a-file\n");
        home.variable("KEY", "from-the-environment");

        CredentialFile file = home.credentials(
                        "one: {kind: api-key, key: '${KEY}'}\ntwo: {kind: bearer, token: '${file:" + secret
                                + "}'}\nthree: {kind: bearer, token: '${file:secrets/token}'}\n")
                .read();

        assertThat(file.problems()).isEmpty();
        assertThat(file.warnings()).isEmpty();
        assertThat(file.definition("one").orElseThrow().text("key")).isEqualTo("from-the-environment");
        assertThat(file.definition("two").orElseThrow().text("token")).isEqualTo("from-a-file");
        assertThat(file.definition("three").orElseThrow().text("token")).isEqualTo("from-a-file");
    }

    @Test
    void namesAFileThatCannotBeRead() {
        assertThat(problems("bad: {kind: bearer, token: '${file:/no/such}'}"))
                .containsExactly(
                        "config/credentials.yaml:4:28: credential bad: member token: the file /no/such cannot be"
                                + " read: it does not exist; write the secret into the file, and let the user of the node read it");
        assertThat(problems("bad: {kind: bearer, token: '${file:config}'}"))
                .singleElement()
                .asString()
                .contains("not a regular file");
    }

    @Test
    void refusesAPlaceholderThatIsNotTheWholeValue() {
        assertThat(problems("bad: {kind: bearer, token: 'Bearer ${KEY}'}"))
                .singleElement()
                .asString()
                .contains("a placeholder must be the whole value; write ${NAME}");
    }

    @Test
    void warnsOfASecretInPlainText() {
        CredentialFile file = home.credentials(GOOD).read();

        assertThat(file.warnings())
                .singleElement()
                .asString()
                .startsWith("config/credentials.yaml:3:10: credential good: warning: token is a secret in plain text")
                .doesNotContain("abcdefgh");
    }

    @Test
    void refusesASecretOfSeveralLines() {
        assertThat(problems("bad: {kind: bearer, token: \"a\\r\\nX-Evil: 1\"}"))
                .singleElement()
                .asString()
                .contains("one line without control characters")
                .doesNotContain("Evil");
    }

    @Test
    void suggestsTheNearestKind() {
        assertThat(problems("bad: {kind: bearrer, token: abc}"))
                .containsExactly(
                        "config/credentials.yaml:4:13: credential bad: there is no kind bearrer; write bearer");
        assertThat(problems("bad: {token: abc}")).singleElement().asString().contains("member kind is missing");
    }

    @Test
    void refusesNamesThatRoutesCannotUse() {
        assertThat(problems("Big Name: {kind: bearer, token: abcdefgh}"))
                .singleElement()
                .asString()
                .contains("the name is not allowed; start with a letter");
        assertThat(problems("bad: [a]")).singleElement().asString().contains("it must be a map");
    }

    @Test
    void refusesACredentialThatIsThereTwice() {
        CredentialFile file = home.credentials("a: {kind: bearer, token: one}\na: {kind: bearer, token: two}\n")
                .read();

        assertThat(file.definition("a")).isEmpty();
        assertThat(file.problem("a").orElseThrow().reason()).isEqualTo("it is there twice");
    }

    @Test
    void hasNoCredentialsWithoutAFile() {
        assertThat(home.read().names()).isEmpty();
        assertThat(home.read().problems()).isEmpty();
        assertThat(home.credentials("# only comments\n").read().problems()).isEmpty();
    }

    @Test
    void namesThePlaceOfMalformedYaml() {
        CredentialFile file =
                home.credentials("a: {kind: bearer, token: abcdefgh\nb: c\n").read();

        assertThat(file.fault().orElseThrow().toString())
                .startsWith("config/credentials.yaml:2:")
                .contains("malformed YAML")
                .doesNotContain("abcdefgh");
    }

    @Test
    void showsNoValues() {
        assertThat(home.credentials(GOOD)
                        .read()
                        .definition("good")
                        .orElseThrow()
                        .toString())
                .isEqualTo("good (bearer)");
    }

    @Test
    void refusesAKeyThatIsNoPemFile() {
        assertThat(
                        problems(
                                "bad: {kind: jwt-bearer, tokenUrl: 'https://a.example', issuer: a, audience: b, privateKey: abc}"))
                .containsExactly(
                        "config/credentials.yaml:4:1: credential bad: member privateKey: it is not a PEM file that"
                                + " begins with -----BEGIN PRIVATE KEY-----; write a PEM file of the type PRIVATE KEY");
    }

    @Test
    void takesMembersFromAGoogleKeyFile() {
        home.write("key.json", """
                {"client_email":"bot@project.iam.example","private_key":"%s","private_key_id":"k1",
                 "token_uri":"https://oauth2.example/token"}""".formatted(TestKeys.pem()));

        CredentialDefinition google = home.credentials(
                        "google: {kind: jwt-bearer, serviceAccount: '${file:key.json}', scope: sheets}")
                .read()
                .definition("google")
                .orElseThrow();

        assertThat(google.texts())
                .containsEntry("issuer", "bot@project.iam.example")
                .containsEntry("audience", "https://oauth2.example/token")
                .containsEntry("keyId", "k1")
                .doesNotContainKey("scope");
        assertThat(google.map("claims")).containsEntry("scope", "\"sheets\"");
    }
}
