package dev.sealpost.delivery;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** What replays are ordered with, for the tests of other packages. */
@Import({Reopen.class, Resend.class, Replays.class, DeadLetters.class})
@EnableConfigurationProperties(ReplaySettings.class)
public class ReplayParts {

    @Bean
    FakeEventQueues eventQueues() {
        return new FakeEventQueues();
    }

    @Bean
    FakeParkedMessages parkedMessages() {
        return new FakeParkedMessages();
    }
}
