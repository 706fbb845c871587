package dev.sealpost.route.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs {@code mail-message-sink} against GreenMail, and against scripted replies. */
class MailSinkTest {

    private static final String BODY = """
            {"to": "ada@example.com", "subject": "Your order", "text": "Thank you!"}""";

    private final GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());
    private StepRig rig;

    @BeforeEach
    void start() throws Exception {
        server.start();
        server.setUser("sealpost", "right");
        rig = rig("smtp://127.0.0.1:" + server.getSmtp().getPort(), "right");
    }

    private static StepRig rig(String address, String password) throws Exception {
        Map<String, String> configuration = Map.of(
                "shop.server",
                address,
                "shop.user",
                "sealpost",
                "shop.password",
                password,
                "shop.from",
                "orders@example.com");
        return StepRig.of("mail-message-sink", "connector:mail-message?account=shop", configuration, Map.of());
    }

    @AfterEach
    void stop() {
        rig.close();
        server.stop();
    }

    @Test
    void sendsText() throws Exception {
        Exchange after =
                rig.send(StepRig.EVENT_ID, BODY, Map.of("Bcc", "spy@example.com", "mail.smtp.host", "192.0.2.1"));

        assertThat(after.getException()).isNull();
        assertThat(after.getMessage().getHeaders()).containsOnlyKeys("SealpostEventId");
        assertThat(server.getReceivedMessages()).hasSize(1);
        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("Your order");
        assertThat(mail.getFrom()).extracting(Object::toString).containsExactly("orders@example.com");
        assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly("ada@example.com");
        assertThat(mail.getContent().toString().strip()).isEqualTo("Thank you!");
        assertThat(mail.getHeader("SealpostEventId")).isNull();
    }

    @Test
    void sendsTextBesideHtml() throws Exception {
        rig.send("""
                {"to": ["ada@example.com", "Bob <bob@example.com>"], "subject": "Ünicode\\r\\nBcc: spy@example.com",
                 "text": "plain", "html": "<p>rich</p>"}""");

        assertThat(server.getReceivedMessages()).hasSize(2);
        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("Ünicode Bcc: spy@example.com");
        MimeMultipart parts = (MimeMultipart) mail.getContent();
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat(parts.getBodyPart(0).getContent().toString()).isEqualTo("plain");
        assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html");
        assertThat(parts.getBodyPart(1).getContent().toString()).isEqualTo("<p>rich</p>");
    }

    @Test
    void sendsARepeatUnderTheSameId() throws Exception {
        rig.send(BODY);
        rig.send(BODY);
        rig.send("another", BODY, Map.of());

        MimeMessage[] mails = server.getReceivedMessages();
        assertThat(mails[0].getMessageID()).matches("<[0-9a-f-]{36}@example\\.com>");
        assertThat(mails[1].getMessageID()).isEqualTo(mails[0].getMessageID());
        assertThat(mails[2].getMessageID()).isNotEqualTo(mails[0].getMessageID());
    }

    @Test
    void namesWhatTheBodyLacks() {
        assertThat(rig.failure("{\"subject\": \"x\", \"text\": \"y\"}").isFinal())
                .isTrue();
        assertThat(rig.failure("{\"subject\": \"x\", \"text\": \"y\"}").reason())
                .contains("/to");
        assertThat(rig.failure("{\"to\": \"a@example.com\", \"text\": \"y\"}").reason())
                .contains("/subject");
        assertThat(rig.failure("{\"to\": \"a@example.com\", \"subject\": \"x\"}")
                        .reason())
                .contains("/text");
        assertThat(rig.failure("{\"to\": \"not an address\", \"subject\": \"x\", \"text\": \"y\"}")
                        .reason())
                .contains("/to is no list");
        assertThat(rig.failure("[1]").reason()).contains("no JSON object");
    }

    @Test
    void retriesWhenTheLoginIsRefused() throws Exception {
        rig.close();
        rig = rig("smtp://127.0.0.1:" + server.getSmtp().getPort(), "wrong");

        assertThat(rig.failure(BODY).isFinal()).isFalse();
        assertThat(rig.failure(BODY).reason()).contains("rejects user or password");
    }

    @Test
    void retriesWhenTheServerIsAway() {
        server.stop();

        assertThat(rig.send(BODY).getException()).isInstanceOf(MessagingException.class);
    }

    @Test
    void tellsTemporaryRepliesFromFinalOnes() throws Exception {
        assertThat(replied("450 4.2.0 greylisted").isFinal()).isFalse();
        assertThat(replied("550 5.1.1 no such user").isFinal()).isTrue();
        assertThat(replied("550 5.1.1 no such user").reason()).contains("550 5.1.1 no such user");
    }

    /** Returns the outcome if the server gives this reply to the recipient. */
    private Failed replied(String reply) throws Exception {
        try (ServerSocket scripted = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> converse(scripted, reply));
            rig.close();
            rig = rig("smtp://127.0.0.1:" + scripted.getLocalPort() + "?mail.smtp.auth=false", "right");
            return rig.failure(BODY);
        }
    }

    private static void converse(ServerSocket scripted, String reply) {
        try (Socket client = scripted.accept()) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
            say(client, "220 ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                say(client, line.startsWith("RCPT") ? reply : line.startsWith("QUIT") ? "221 bye" : "250 fine");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }
}
