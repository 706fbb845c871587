package dev.sealpost.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

class OneLineFailureReporterTest {

    @Test
    void saysWhatIsWrongAndWhatToDoInOneLine() {
        FailureAnalysis analysis = new FailureAnalysis("A key is\n\n    wrong.", "Mend it.", new Exception());

        assertThat(OneLineFailureReporter.lineOf(analysis))
                .isEqualTo("Sealpost did not start: A key is wrong. Mend it.");
    }

    @Test
    void leavesOutAnActionThatIsNotThere() {
        assertThat(OneLineFailureReporter.lineOf(new FailureAnalysis("A port is in use.", null, new Exception())))
                .isEqualTo("Sealpost did not start: A port is in use.");
    }
}
