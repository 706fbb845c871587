package dev.sealpost.route.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.delivery.ReceiverFailure;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.camel.Exchange;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** Steps of the connector {@code mail-message-sink} ({@code bean: {ref: mailMessage, method: …}}). */
public final class MailMessage {

    private static final String CONNECTOR = "mail-message-sink";
    private static final String HTML = "html";
    private static final String TEXT = "text";

    /** Header from which Camel takes the plain text beside HTML. */
    private static final String ALTERNATIVE = "CamelMailAlternativeBody";

    /**
     * Sets the headers of the mail, and its text as the body. The exchange property {@code mailFrom} is the sender.
     *
     * @throws ReceiverFailure if the body has no recipient, subject or text, or an address is invalid
     */
    public void prepare(Exchange exchange) {
        String from = exchange.getProperty("mailFrom", "", String.class);
        ObjectNode body = StepBody.object(exchange, CONNECTOR);
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("From", from);
        headers.put("To", addresses(body, "to").orElseThrow(() -> missing("to")));
        addresses(body, "cc").ifPresent(some -> headers.put("Cc", some));
        addresses(body, "reply_to").ifPresent(some -> headers.put("Reply-To", some));
        String subject = StepBody.required(body, "subject", CONNECTOR)
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        headers.put("Subject", subject);
        headers.put("Message-ID", messageId(StepBody.identity(exchange) + "\n" + headers, from));
        // A receiver that answers automatically should not answer this.
        headers.put("Auto-Submitted", "auto-generated");
        Optional<String> html = StepBody.text(body, HTML);
        Optional<String> text = StepBody.text(body, TEXT);
        html.flatMap(some -> text).ifPresent(plain -> headers.put(ALTERNATIVE, plain));
        headers.put(Exchange.CONTENT_TYPE, (html.isPresent() ? "text/html" : "text/plain") + "; charset=UTF-8");
        StepBody.replaceHeaders(exchange, headers);
        exchange.getMessage().setBody(html.or(() -> text).orElseThrow(() -> missing(TEXT)));
    }

    private static ReceiverFailure missing(String member) {
        return StepBody.refused(CONNECTOR, "the body has no /" + member + "; set it in a step before the connector");
    }

    /** Returns addresses, which are a text or a list, separated by commas. */
    private static Optional<String> addresses(ObjectNode body, String member) {
        JsonNode value = body.path(member);
        String text = value.isArray()
                ? StreamSupport.stream(value.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(","))
                : StepBody.text(body, member).orElse("");
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            InternetAddress.parse(text, true);
        } catch (AddressException e) {
            throw StepBody.refused(CONNECTOR, "/" + member + " is no list of mail addresses: " + e.getMessage());
        }
        return Optional.of(text);
    }

    private static String messageId(String name, String from) {
        UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        String domain = from.substring(from.lastIndexOf('@') + 1).replaceAll("[^A-Za-z0-9.-]", "");
        return "<" + id + "@" + domain + ">";
    }

    /**
     * Fails with the reply of the server: 5xx is final, except a refused login.
     *
     * @throws Exception always: a {@link ReceiverFailure}, or the exception as it is if the server did not reply
     */
    public void fail(Exchange exchange) throws Exception {
        Exception caught = StepBody.caught(exchange);
        if (caught instanceof AuthenticationFailedException) {
            throw StepBody.failure(
                    CONNECTOR, "the mail server rejects user or password: " + caught.getMessage(), false);
        }
        Optional<Reply> reply = reply(caught);
        if (reply.isPresent()) {
            int code = reply.get().code();
            throw StepBody.failure(
                    CONNECTOR, "the mail server answered " + reply.get().text(), code >= 500 && code < 600);
        }
        throw caught;
    }

    private record Reply(int code, String text) {}

    /** Returns the innermost reply of the server: the one to the recipient, not the one to the whole mail. */
    private static Optional<Reply> reply(Throwable failure) {
        Optional<Reply> own =
                switch (failure) {
                    case SMTPAddressFailedException e ->
                        Optional.of(new Reply(e.getReturnCode(), String.valueOf(e.getMessage())));
                    case SMTPSenderFailedException e ->
                        Optional.of(new Reply(e.getReturnCode(), String.valueOf(e.getMessage())));
                    case SMTPSendFailedException e ->
                        Optional.of(new Reply(e.getReturnCode(), String.valueOf(e.getMessage())));
                    default -> Optional.empty();
                };
        Throwable next = failure instanceof MessagingException mail && mail.getNextException() != null
                ? mail.getNextException()
                : failure.getCause();
        return next == null || next == failure ? own : reply(next).or(() -> own);
    }
}
