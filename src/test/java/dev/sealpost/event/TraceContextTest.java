package dev.sealpost.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By https://www.w3.org/TR/trace-context/, chapters 3.2 and 3.3. */
class TraceContextTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String PARENT = "00-" + TRACE + "-" + SPAN + "-01";

    private static Optional<String> stateOf(String state) {
        return TraceContext.of(PARENT, Optional.of(state)).orElseThrow().state();
    }

    @Test
    void keepsTheTraceAndMakesANewParentEachTime() {
        TraceContext trace = new TraceContext(PARENT, Optional.empty());

        String first = trace.newParent();
        String second = trace.newParent();

        assertThat(first).matches("00-" + TRACE + "-[0-9a-f]{16}-01").isNotEqualTo(PARENT);
        assertThat(second).matches("00-" + TRACE + "-[0-9a-f]{16}-01").isNotEqualTo(first);
        assertThat(trace.traceId()).isEqualTo(TRACE);
    }

    @Test
    void passesOnlyKnownFlagsOn() {
        TraceContext trace = new TraceContext("00-" + TRACE + "-" + SPAN + "-ff", Optional.empty());

        assertThat(trace.newParent()).endsWith("-03");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.more",
                "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            })
    void ignoresWhatIsNoParent(String parent) {
        assertThat(TraceContext.of(parent, Optional.empty())).isEmpty();
        assertThatThrownBy(() -> new TraceContext(parent, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesALaterVersionForWhatItKnowsOfIt() {
        TraceContext trace = TraceContext.of(
                        "cc-" + TRACE + "-" + SPAN + "-01-what-the-future-brings", Optional.empty())
                .orElseThrow();

        assertThat(trace.newParent()).startsWith("00-" + TRACE + "-");
    }

    @Test
    void ignoresTwoParents() {
        assertThat(TraceContext.of(List.of(PARENT, PARENT), List.of())).isEmpty();
        assertThat(TraceContext.of(List.of(), List.of("a=1"))).isEmpty();
    }

    @Test
    void joinsTheLinesOfAState() {
        assertThat(TraceContext.of(List.of(PARENT), List.of("a=1", "b=2")))
                .contains(new TraceContext(PARENT, Optional.of("a=1,b=2")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rojo=00f067aa0ba902b7", "a=1,b=2", "a=1 , b=2", "a=1,,b=2", "fw529a3039@dt=x y", "0a/b*c-d_e=!"
            })
    void keepsAValidState(String state) {
        assertThat(stateOf(state)).contains(state);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "a", "A=1", "a=", "=1", "a=1=2", "a=ü", "a=1;\u0001"})
    void ignoresAnInvalidStateAndKeepsTheParent(String state) {
        assertThat(stateOf(state)).isEmpty();
    }

    @Test
    void ignoresAStateThatIsTooLong() {
        assertThat(stateOf("a=" + "x".repeat(511))).isEmpty();
        assertThat(stateOf(String.join(",", Collections.nCopies(33, "a=1")))).isEmpty();
        assertThat(stateOf(String.join(",", Collections.nCopies(32, "a=1")))).isPresent();
    }

    @Test
    void readsWhatItWrote() {
        TraceContext alone = new TraceContext(PARENT, Optional.empty());
        TraceContext withState = new TraceContext(PARENT, Optional.of("a=x y,b=2"));

        assertThat(TraceContext.parse(alone.text())).contains(alone);
        assertThat(TraceContext.parse(withState.text())).contains(withState);
    }
}
