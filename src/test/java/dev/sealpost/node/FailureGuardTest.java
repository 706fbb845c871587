package dev.sealpost.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailureGuardTest {

    private final List<Throwable> handled = new ArrayList<>();

    private static Stream<Throwable> survivable() {
        return Stream.of(
                new IllegalStateException(),
                new StackOverflowError(),
                new NoClassDefFoundError(),
                new AssertionError());
    }

    @ParameterizedTest
    @MethodSource("survivable")
    void passesAFailureToTheHandler(Throwable failure) {
        FailureGuard.run(() -> fail(failure), handled::add);

        assertThat(FailureGuard.call(() -> fail(failure), handled::add)).isEmpty();
        assertThat(handled).containsExactly(failure, failure);
    }

    @Test
    void throwsAFatalError() {
        OutOfMemoryError fatal = new OutOfMemoryError();

        assertThatThrownBy(() -> FailureGuard.run(() -> fail(fatal), handled::add))
                .isSameAs(fatal);
        assertThatThrownBy(() -> FailureGuard.call(() -> fail(fatal), handled::add))
                .isSameAs(fatal);
        assertThat(handled).isEmpty();
    }

    @Test
    void returnsTheResult() {
        assertThat(FailureGuard.call(() -> 7, handled::add)).contains(7);
        assertThat(handled).isEmpty();
    }

    private static <T> T fail(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }
}
