package dev.sealpost.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrainingNodeTest {

    @Test
    void takesNoSettingFromOptionsOfJava() {
        assertThat(TrainingNode.withoutSettings(
                                "-Xmx1g -Dsealpost.home.data=/var/lib/sealpost -Djava.io.tmpdir=/x -DSEALPOST_DATABASE_URL=jdbc:x"
                                        + " -Dspring.config.location=/etc -Dserver.port=1 -XX:+UseG1GC")
                        .split(" +"))
                .containsExactly("-Xmx1g", "-Djava.io.tmpdir=/x", "-XX:+UseG1GC");
    }
}
