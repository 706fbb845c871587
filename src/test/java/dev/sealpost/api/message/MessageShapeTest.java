package dev.sealpost.api.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sealpost.api.shape.Member;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Violation;
import dev.sealpost.event.message.MessageIn;
import dev.sealpost.event.message.UnknownMembers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The reader of messages builds no tree and has a table of its own: both tables say the same. */
class MessageShapeTest {

    static final List<Member> MEMBERS = MessageShape.SHAPE.members();

    @Test
    void namesTheMembersThatAreRead() {
        List<Violation> violations = violations("{\"zzzzzzzzzzzzzzz\":1,\"eventType\":\"a\",\"payload\":{}}");

        assertThat(violations).hasSize(1);
        assertThat(violations.getFirst().message())
                .endsWith("known are "
                        + String.join(
                                ", ",
                                MessageShape.SHAPE.supportedNames().stream()
                                        .sorted()
                                        .toList()));
    }

    @ParameterizedTest
    @FieldSource("MEMBERS")
    void refusesAValueOfAnotherType(Member member) {
        assertThat(violations("{\"" + member.name() + "\":true}"))
                .extracting(Violation::pointer)
                .contains("/" + member.name());
    }

    @ParameterizedTest
    @FieldSource("MEMBERS")
    void takesNullWhereItIsDeclared(Member member) {
        List<String> others = Stream.of("eventType\":\"a", "payload\":{}")
                .filter(other -> !other.startsWith(member.name() + "\""))
                .map(other -> ",\"" + other + (other.endsWith("}") ? "" : "\""))
                .toList();
        String body = "{\"" + member.name() + "\":null" + String.join("", others) + "}";

        if (member.nullable()) {
            assertThatCode(() -> parse(body)).doesNotThrowAnyException();
        } else {
            assertThat(violations(body)).extracting(Violation::pointer).contains("/" + member.name());
        }
    }

    @Test
    void takesItsOwnExamplesAndWhatAnswersSay() {
        String examples = String.join(
                ",",
                MEMBERS.stream()
                        .filter(member -> !member.note().example().isEmpty())
                        .map(member ->
                                "\"" + member.name() + "\":" + member.note().example())
                        .toList());
        String answered = String.join(
                ",",
                MessageShape.SHAPE.onlyInAnswers().stream()
                        .map(name -> "\"" + name + "\":\"x\"")
                        .toList());

        assertThatCode(() -> parse("{" + examples + "," + answered + "}")).doesNotThrowAnyException();
    }

    @Test
    void requiresTheDeclaredMembers() {
        assertThat(violations("{}"))
                .extracting(Violation::pointer)
                .containsExactlyElementsOf(MEMBERS.stream()
                        .filter(Member::required)
                        .map(member -> "/" + member.name())
                        .toList());
    }

    private static List<Violation> violations(String body) {
        return Assertions.catchThrowableOfType(InvalidFieldsException.class, () -> parse(body))
                .violations();
    }

    private static void parse(String body) {
        MessageIn.parse(body.getBytes(StandardCharsets.UTF_8), UnknownMembers.REFUSE);
    }
}
