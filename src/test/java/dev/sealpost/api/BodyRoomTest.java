package dev.sealpost.api;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class BodyRoomTest {

    private final BodyRoom room = new BodyRoom(4096, 2048);

    private BodyRoom.Held take(int bytes) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setContent(new byte[bytes]);
        return room.take(request);
    }

    @Test
    void refusesABodyThatDoesNotFitBesideTheOthersUntilOneHasGone() {
        BodyRoom.Held first = take(2048);
        take(1025);

        assertThatExceptionOfType(NoRoomException.class).isThrownBy(() -> take(1));
        first.close();

        assertThatNoException().isThrownBy(() -> take(2048));
    }

    @Test
    void takesNoMoreForALargeBodyThanTheLargestThatIsRead() {
        take(1 << 20);

        assertThatNoException().isThrownBy(() -> take(1 << 20));
    }

    @Test
    void takesTheMostForABodyThatAnnouncesNothing() {
        room.take(new MockHttpServletRequest());
        room.take(new MockHttpServletRequest());

        assertThatExceptionOfType(NoRoomException.class).isThrownBy(() -> take(1));
    }
}
