package dev.sealpost.replay;

import dev.sealpost.delivery.dispatch.FakeEventQueues;
import dev.sealpost.history.DeadLetters;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Parts that order replays, for the tests of other packages. */
@Import({Reopen.class, Resend.class, Replays.class, DeadLetters.class})
@EnableConfigurationProperties(ReplaySettings.class)
public class ReplayParts {

    @Bean
    public FakeEventQueues eventQueues() {
        return new FakeEventQueues();
    }

    @Bean
    public FakeParkedMessages parkedMessages() {
        return new FakeParkedMessages();
    }
}
