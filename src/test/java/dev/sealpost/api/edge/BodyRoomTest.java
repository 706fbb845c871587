package dev.sealpost.api.edge;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyRoomTest {

    private final BodyRoom room = new BodyRoom(100, 60);

    private BodyRoom.Held hold(String address, int bytes) {
        BodyRoom.Held held = room.open(address);
        held.add(bytes);
        return held;
    }

    private void assertNoRoom(String address, int bytes) {
        BodyRoom.Held held = room.open(address);
        assertThatExceptionOfType(NoRoomException.class).isThrownBy(() -> held.add(bytes));
        held.close();
    }

    @Test
    void refusesWhatDoesNotFitBesideTheOthersUntilOneHasGone() {
        BodyRoom.Held first = hold("192.0.2.1", 60);
        hold("192.0.2.2", 40);

        assertNoRoom("192.0.2.3", 1);
        first.close();

        assertThatNoException().isThrownBy(() -> hold("192.0.2.3", 60));
    }

    /** Fault 42. */
    @Test
    void takesNothingForBodiesOfWhichNothingHasArrived() {
        for (int i = 0; i < 10_000; i++) {
            room.open("192.0.2.1");
        }

        assertThatNoException().isThrownBy(() -> hold("192.0.2.1", 60));
    }

    @Test
    void givesOneAddressItsShareOnly() {
        BodyRoom.Held half = hold("192.0.2.1", 30);
        hold("192.0.2.1", 30);

        assertNoRoom("192.0.2.1", 1);
        assertThatNoException().isThrownBy(() -> hold("192.0.2.2", 40).close());
        half.close();

        assertThatNoException().isThrownBy(() -> hold("192.0.2.1", 30));
    }

    @ParameterizedTest
    @CsvSource({"2001:db8:0:1::1, 2001:db8:0:1:ffff::2", "::1, ::1"})
    void takesANetworkOfIpv6ForOneAddress(String one, String other) {
        hold(one, 60);

        assertNoRoom(other, 1);
        assertThatNoException().isThrownBy(() -> hold("2001:db8:0:2::1", 40));
    }
}
