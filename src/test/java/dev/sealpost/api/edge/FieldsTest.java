package dev.sealpost.api.edge;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FieldsTest {

    private static final Shape SHAPE = Shape.of(
            "Example",
            Member.of("name", JsonType.text(1, 3), "").alsoCalled("title"),
            Member.of("note", JsonType.text(0, 2), ""));

    @Test
    void letsNobodyReadWhatIsNotDeclared() {
        Fields fields = fields("{}");

        assertThatThrownBy(() -> fields.value("nam", "", Fields::text))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Example has no member nam: declare it in the shape");
    }

    @Test
    void letsNobodyDeclareWhatIsNotRead() {
        Fields fields = fields("{}");
        fields.value("name", "", Fields::text);

        assertThatThrownBy(fields::throwIfInvalid)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nobody reads the member note of Example");
    }

    private static Fields fields(String body) {
        return Fields.of(body.getBytes(StandardCharsets.UTF_8), SHAPE, Optional.empty());
    }
}
