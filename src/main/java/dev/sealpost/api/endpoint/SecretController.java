package dev.sealpost.api.endpoint;

import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.PathNames;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.api.edge.ReadBody;
import dev.sealpost.api.shape.AnswerShape;
import dev.sealpost.api.shape.BodyShape;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.endpoint.Endpoint;
import dev.sealpost.endpoint.EndpointStore;
import dev.sealpost.signature.SigningKey;
import dev.sealpost.signature.SigningKeyPair;
import dev.sealpost.signature.SigningKeys;
import dev.sealpost.signature.SigningSecret;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /app/{app}/endpoint/{endpoint}/secret}. */
@RestController
@RequestMapping("/api/v1/app/{app}/endpoint/{endpoint}/secret")
class SecretController {

    private static final Pattern SVIX_CLIENT = Pattern.compile("^svix-libs/([0-9]{1,4})\\.([0-9]{1,4})\\.");
    private static final Duration GRACE = Duration.ofHours(24);
    private static final Duration LONGEST_GRACE = Duration.ofDays(7);

    static final Shape SHAPE = Shape.of(
            "EndpointSecretRotateIn",
            Member.of(
                            "key",
                            JsonType.text(1, 256),
                            "The next secret, `whsec_` and base64, or private key, `whsk_` and base64; absent or null: one"
                                    + " of the present kind is generated.")
                    .orNull()
                    .like("\"whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD\""),
            Member.of(
                            "gracePeriodSeconds",
                            new JsonType.Whole(0, LONGEST_GRACE.toSeconds()),
                            "Time for which the present secret goes on signing; absent: 24 hours.")
                    .orNull()
                    .like("3600"));

    private final EndpointStore endpoints;
    private final PathNames names;
    private final ReadBody read;
    private final Clock clock;

    SecretController(EndpointStore endpoints, PathNames names, ReadBody read, Clock clock) {
        this.endpoints = endpoints;
        this.names = names;
        this.read = read;
        this.clock = clock;
    }

    /**
     * Secret in an answer.
     *
     * @param key the secret, or the public key {@code whpk_…} of an asymmetric one
     */
    record EndpointSecretOut(String key) {}

    @Operation(needs = Permission.MANAGE_SECRETS, summary = "Get the signing secret of an endpoint")
    @GetMapping
    EndpointSecretOut get(@PathVariable("app") String app, @PathVariable("endpoint") String name) {
        return shown(names.endpoint(names.application(app), name));
    }

    /**
     * Answers with the new secret, as Svix's clients from 2.9 on expect. Earlier ones expect no body, and that for Java fails with
     * one.
     */
    @Operation(needs = Permission.MANAGE_SECRETS, summary = "Rotate the signing secret of an endpoint")
    @BodyShape(value = SecretController.class, required = false)
    @AnswerShape(
            value = EndpointSecretOut.class,
            statuses = {200, 204})
    @PostMapping("/rotate")
    ResponseEntity<EndpointSecretOut> rotate(
            @PathVariable("app") String app, @PathVariable("endpoint") String name, HttpServletRequest request) {
        Fields fields = read.fields(request);
        Optional<SigningKey> wanted =
                fields.optional("key", Optional.empty(), node -> SigningKey.parse(Fields.text(node)));
        Duration grace = fields.value("gracePeriodSeconds", GRACE, GRACE, node -> Duration.ofSeconds(node.longValue()));
        fields.throwIfInvalid();
        Endpoint rotated = endpoints
                .change(names.application(app), name, old -> rotated(old, wanted, grace))
                .orElseThrow(() -> ProblemException.notFound("endpoint"));
        return wantsNoBody(request) ? ResponseEntity.noContent().build() : ResponseEntity.ok(shown(rotated));
    }

    private static boolean wantsNoBody(HttpServletRequest request) {
        String agent = String.valueOf(request.getHeader(HttpHeaders.USER_AGENT));
        Matcher client = SVIX_CLIENT.matcher(agent);
        if (!client.find()) {
            return false;
        }
        int major = Integer.parseInt(client.group(1));
        return major < 2 || (major == 2 && Integer.parseInt(client.group(2)) < 9);
    }

    private Endpoint rotated(Endpoint old, Optional<SigningKey> wanted, Duration grace) {
        SigningKeys keys = old.receiver().signing().keys();
        SigningKey next = wanted.orElseGet(
                () -> keys.current().filter(SigningKeyPair.class::isInstance).isPresent()
                        ? SigningKeyPair.generate()
                        : SigningSecret.generate());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return old.with(keys.rotatedTo(next, now, grace));
    }

    private static EndpointSecretOut shown(Endpoint endpoint) {
        return endpoint.receiver()
                .secret()
                .map(key -> new EndpointSecretOut(key.reveal()))
                .orElseThrow(
                        () -> new ProblemException(
                                HttpStatus.CONFLICT,
                                "secret_unreadable",
                                "the stored secret cannot be decrypted with the encryption key of this node; restore the old key, or set a new secret with PATCH"));
    }
}
