package dev.sealpost.route.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.route.camel.EventCamel;
import java.net.URL;
import java.net.URLClassLoader;
import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quartz.impl.matchers.GroupMatcher;

class ScratchCamelTest {

    private final EventCamel app = new EventCamel();
    private final ScratchCamel scratch = ScratchCamel.open(app.environment(), CallHandler.NONE);

    @AfterEach
    void stop() {
        scratch.close();
        app.close();
    }

    @Test
    void startsNoEndpoint() throws Exception {
        assertThat(scratch.camel().getEndpoint("quartz:nightly?cron=0+0+3+*+*+?"))
                .isInstanceOf(StandInEndpoint.class);

        QuartzComponent quartz = scratch.camel().getComponent("quartz", QuartzComponent.class);
        assertThat(quartz.getScheduler().getJobKeys(GroupMatcher.anyGroup())).isEmpty();
    }

    @Test
    void findsTheClassesOfTheThreadThatOpensIt() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader ours = thread.getContextClassLoader();
        try (URLClassLoader lib = new URLClassLoader(new URL[0], ours)) {
            thread.setContextClassLoader(lib);
            try (ScratchCamel other = ScratchCamel.open(app.environment(), CallHandler.NONE)) {
                assertThat(other.camel().getApplicationContextClassLoader()).isSameAs(lib);
            }
        } finally {
            thread.setContextClassLoader(ours);
        }
    }
}
