package dev.sealpost.connector.credential;

import dev.sealpost.connector.VendorClient;
import dev.sealpost.connector.signing.Pkce;
import dev.sealpost.delivery.FailureText;
import dev.sealpost.identifier.NearestName;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One authorization of an account by its owner: a link to open, and a callback with a code that is exchanged for the first refresh
 * token (RFC 6749, section 4.1, with the proof of RFC 7636).
 */
public final class ConnectAccount {

    private final CredentialDefinition credential;
    private final TokenEndpoint endpoint;
    private final String redirectUrl;
    private final String state = Pkce.randomText();
    private final Pkce proof = Pkce.random();

    private ConnectAccount(CredentialDefinition credential, TokenEndpoint endpoint, String redirectUrl) {
        this.credential = credential;
        this.endpoint = endpoint;
        this.redirectUrl = redirectUrl;
    }

    /**
     * Begins to connect the account of a credential.
     *
     * @param loopbackUrl URL to which the browser returns if the credential names no other one
     * @throws CredentialException if the credential is unknown, has a problem or is of another kind
     */
    public static ConnectAccount begin(
            CredentialFile file, String name, String loopbackUrl, VendorClient client, Clock clock) {
        file.problem(name).or(() -> file.unset(name)).or(file::fault).ifPresent(problem -> {
            throw new CredentialException(problem.toString());
        });
        CredentialDefinition credential = file.definition(name)
                .orElseThrow(() -> new CredentialException("there is no credential " + name + " in "
                        + CredentialFile.NAME + "; " + NearestName.hint(name, file.names())));
        if (credential.kind() != CredentialKind.OAUTH2_AUTHORIZATION_CODE) {
            throw new CredentialException("the credential " + name + " is of the kind "
                    + credential.kind().word() + ": only the kind "
                    + CredentialKind.OAUTH2_AUTHORIZATION_CODE.word() + " has to be connected");
        }
        return new ConnectAccount(
                credential,
                new TokenEndpoint(credential, client, clock),
                credential.optional("redirectUrl").orElse(loopbackUrl));
    }

    public String redirectUrl() {
        return redirectUrl;
    }

    /** Returns the link that the owner of the account opens. */
    public String link() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", credential.text("clientId"));
        query.put("redirect_uri", redirectUrl);
        credential.optional("scope").ifPresent(scope -> query.put("scope", scope));
        query.put("state", state);
        query.put("code_challenge", proof.challenge());
        query.put("code_challenge_method", "S256");
        query.putAll(credential.map("authorizationParameters"));
        String url = credential.text("authorizationUrl");
        return url
                + (url.contains("?") ? "&" : "?")
                + query.entrySet().stream()
                        .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * Exchanges the code of the callback.
     *
     * @param callback query of the URL to which the browser returned
     * @throws CredentialException if the callback belongs to another link, the owner declined, or the exchange failed
     */
    public ConnectedAccount finish(String callback) {
        Map<String, String> query = parameters(callback);
        if (!isEqual(query.getOrDefault("state", ""), state)) {
            throw new CredentialException(
                    "the browser returned from another link than the one printed here: open this one");
        }
        String code = query.getOrDefault("code", "");
        if (code.isEmpty()) {
            throw new CredentialException("the vendor did not authorize the account: "
                    + FailureText.clean(query.getOrDefault("error", "no code") + " "
                            + query.getOrDefault("error_description", "")));
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirectUrl);
        form.put("code_verifier", proof.verifier());
        TokenAnswer answer = endpoint.exchange(form);
        String refreshToken = answer.refreshToken()
                .orElseThrow(() -> new CredentialException("the vendor sent no refresh token for " + credential.name()
                        + ": ask for it by scope (such as offline_access) or by authorizationParameters (such as"
                        + " access_type: offline and prompt: consent)"));
        return new ConnectedAccount(credential.name(), KeptTokens.of(credential, refreshToken, answer));
    }

    private static boolean isEqual(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // such as a % that begins no escape
        }
    }
}
