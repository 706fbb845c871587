package dev.sealpost.broker;

import static dev.sealpost.broker.OpenBroker.PATIENCE;
import static dev.sealpost.broker.TestMessages.aMessage;
import static dev.sealpost.broker.TestMessages.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.guard.AdmitMessages;
import dev.sealpost.broker.message.BrokerAccess;
import dev.sealpost.broker.message.BrokerUnavailableException;
import dev.sealpost.broker.message.EmbeddedAccess;
import dev.sealpost.broker.message.Spooling;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.util.unit.DataSize;

/** The login and the permissions of the broker hold inside its process too. */
class EmbeddedAccessTest {

    @RegisterExtension
    static final OpenBroker BROKER = new OpenBroker();

    private static BrokerAccess as(String user, String password) {
        Spooling spooling = Spooling.in(BROKER.data().resolve("spool"), DataSize.ofMegabytes(16));
        return new EmbeddedAccess(
                BROKER.embedded()::server, user, password, BROKER.embedded().remoteAccess(spooling), spooling);
    }

    @Test
    void opensNothingWithAWrongPassword() {
        assertThatThrownBy(() -> as(AdmitMessages.NODE_USER, "wrong").sender().open())
                .isInstanceOf(BrokerUnavailableException.class);
    }

    @Test
    void doesForAProducerOnlyWhatAProducerMay() {
        BrokerAccess producer = as(EmbeddedBroker.USER, BROKER.data().secret(EmbeddedBroker.PASSWORD_FILE));

        assertThatThrownBy(() -> producer.consume(Addresses.EVENTS, BrokerAccess.Prefetch.WINDOW, PATIENCE))
                .isInstanceOf(BrokerUnavailableException.class);
        assertThatThrownBy(() -> producer.sender().send(Addresses.DEAD, List.of(aMessage(random(3))), PATIENCE))
                .isInstanceOf(BrokerUnavailableException.class);
        producer.sender().send(Addresses.EVENTS, List.of(aMessage(random(3))), PATIENCE);

        assertThat(BROKER.count(Addresses.EVENTS)).isEqualTo(1);
        producer.close();
    }
}
