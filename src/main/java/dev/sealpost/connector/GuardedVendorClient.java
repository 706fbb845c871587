package dev.sealpost.connector;

import dev.sealpost.egress.OutboundCall;
import dev.sealpost.egress.OutboundUrl;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Sends requests through the client that blocks forbidden addresses, with the limits of {@code sealpost.egress.connectors}. */
public final class GuardedVendorClient implements VendorClient {

    private static final Duration LONGEST = Duration.ofHours(1);

    private final HttpClient http;

    /** @param http the client of the egress package for connectors */
    public GuardedVendorClient(HttpClient http) {
        this.http = http;
    }

    @Override
    public VendorAnswer send(VendorRequest request) throws IOException {
        OutboundUrl url = OutboundUrl.parse(request.url());
        HttpUriRequestBase call = new HttpUriRequestBase(request.method(), URI.create(url.value()));
        request.headers().forEach(call::setHeader);
        // The header Content-Type of the request is the one that is sent: the entity has none of its own.
        request.body().ifPresent(body -> call.setEntity(new ByteArrayEntity(body, null)));
        if (request.tls().isEmpty()) {
            return http.execute(call, GuardedVendorClient::read);
        }
        // The client has its own limit, which is shorter.
        try (OutboundCall identified = OutboundCall.open(LONGEST)) {
            identified.identifyAs(request.tls().get());
            return http.execute(call, GuardedVendorClient::read);
        }
    }

    private static VendorAnswer read(ClassicHttpResponse response) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (Header header : response.getHeaders()) {
            headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), String.valueOf(header.getValue()));
        }
        byte[] body = response.getEntity() == null ? new byte[0] : EntityUtils.toByteArray(response.getEntity());
        return new VendorAnswer(response.getCode(), headers, body);
    }
}
