package dev.sealpost.endpoint;

import dev.sealpost.endpoint.Endpoint.Receiver;
import dev.sealpost.request.CustomHeaders;
import dev.sealpost.signature.ClassicSignature;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Names of the secrets of an endpoint that differ, for whoever must not see their values. */
final class ChangedSecrets {

    private ChangedSecrets() {}

    /** Returns {@code secret}, {@code classicSignature.secret} and <code>headers.&lt;name&gt;</code>, as far as they differ. */
    static List<String> between(Receiver before, Receiver now) {
        Stream<String> secret =
                Stream.of("secret").filter(name -> !before.secret().equals(now.secret()));
        Stream<String> classic = Stream.of("classicSignature.secret")
                .filter(name -> !before.signing()
                        .classic()
                        .map(ClassicSignature::secret)
                        .equals(now.signing().classic().map(ClassicSignature::secret)));
        return Stream.of(secret, classic, headers(before.headers(), now.headers()))
                .flatMap(names -> names)
                .toList();
    }

    private static Stream<String> headers(CustomHeaders before, CustomHeaders now) {
        TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(before.sensitive());
        names.addAll(now.sensitive());
        return names.stream()
                .filter(name ->
                        !Objects.equals(before.values().get(name), now.values().get(name)))
                .map(name -> "headers." + name);
    }
}
