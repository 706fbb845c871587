package dev.sealpost.api.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiClient.Answer;
import dev.sealpost.api.ApiTestBase;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A policy is read by a reader of its own, with a table of its own: both tables say the same. */
class PolicyShapeTest extends ApiTestBase {

    /** A number of a policy, and where it stands: {@code form} with {@code %s} in its place. */
    record Bounded(String pointer, String form, BigDecimal most) {

        @Override
        public String toString() {
            return pointer;
        }
    }

    @BeforeEach
    void fill() {
        createEndpoint("e");
    }

    static List<Bounded> bounds() {
        return bounds(PolicyIn.SHAPE, "/policy", "{\"policy\":%s}").toList();
    }

    private static Stream<Bounded> bounds(Shape shape, String pointer, String form) {
        return shape.members().stream()
                .flatMap(member -> bounds(
                        member.type(),
                        pointer + "/" + member.name(),
                        form.formatted("{\"" + member.name() + "\":%s}")));
    }

    private static Stream<Bounded> bounds(JsonType type, String pointer, String form) {
        return switch (type) {
            case JsonType.Whole(long least, long most) ->
                Stream.of(new Bounded(pointer, form, BigDecimal.valueOf(most)));
            case JsonType.Decimal(double least, double most) ->
                Stream.of(new Bounded(pointer, form, BigDecimal.valueOf(most)));
            case JsonType.Items(JsonType of, int fewest, int most) ->
                bounds(of, pointer + "/0", form.formatted("[%s]"));
            case JsonType.Nested(Shape shape) -> bounds(shape, pointer, form);
            case JsonType.Text text -> Stream.empty();
            case JsonType.Flag flag -> Stream.empty();
            case JsonType.Entries entries -> Stream.empty();
            case JsonType.AnyObject object -> Stream.empty();
            case JsonType.Anything anything -> Stream.empty();
        };
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void endsWhereItIsDeclared(Bounded number) {
        Answer most = change(number.form().formatted(number.most().toPlainString()));
        Answer more =
                change(number.form().formatted(number.most().add(BigDecimal.ONE).toPlainString()));

        assertThat(most.status()).as(most.body()).isEqualTo(200);
        assertThat(more.status()).isEqualTo(422);
        assertThat(more.text("/detail/0/pointer")).isEqualTo(number.pointer());
    }

    @Test
    void hasTheDeclaredMembersAndNoOther() {
        assertThat(bounds()).hasSizeGreaterThan(10);
        named(PolicyIn.SHAPE, "{\"policy\":{\"zzzzzzzzzzzzzzzzzz\":1}}");
        PolicyIn.SHAPE.members().forEach(member -> {
            if (member.type() instanceof JsonType.Nested(Shape shape)) {
                named(shape, "{\"policy\":{\"" + member.name() + "\":{\"zzzzzzzzzzzzzzzzzz\":1}}}");
            }
        });
    }

    private void named(Shape shape, String body) {
        assertThat(change(body).text("/detail/0/msg"))
                .endsWith("known are "
                        + String.join(
                                ", ",
                                shape.members().stream()
                                        .map(Member::name)
                                        .sorted()
                                        .toList()));
    }

    private Answer change(String body) {
        return api.send("PATCH", "/app/" + app + "/endpoint/e", body);
    }
}
