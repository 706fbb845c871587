package dev.sealpost.connector.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.connector.VendorRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Vectors that AWS publishes: its test suite for Signature Version 4 (in github.com/awslabs/aws-c-auth and
 * github.com/boto/botocore), and the examples of its guides.
 */
class AwsSignatureTest {

    private static final Instant TIME = Instant.parse("2015-08-30T12:36:00Z");
    private static final AwsSignature.Key KEY =
            new AwsSignature.Key("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    private static String authorization(AwsSignature signature, VendorRequest request, Instant time) {
        return signature.sign(request, time).headers().getOrDefault("Authorization", "");
    }

    private static AwsSignature of(String service) {
        return new AwsSignature(service, "us-east-1", KEY, Optional.empty());
    }

    private static Map<String, String> headers(String lines) {
        Map<String, String> headers = new HashMap<>();
        for (String line : lines.isEmpty() ? new String[0] : lines.split(" [+] ")) {
            headers.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1));
        }
        return headers;
    }

    private static Optional<byte[]> body(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/signing/aws4-test-suite.csv", delimiter = '|', quoteCharacter = '\'')
    void signsAsInTheTestSuite(String name, String method, String path, String headers, String body, String expected) {
        VendorRequest request =
                new VendorRequest(method, "https://example.amazonaws.com" + path, headers(headers), body(body));

        assertThat(authorization(of("service"), request, TIME))
                .startsWith(
                        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=")
                .endsWith(expected);
    }

    /** Cases get-vanilla-with-session-token and post-sts-header-before of the test suite. */
    @ParameterizedTest
    @CsvSource({
        "GET, 6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267,"
                + "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8",
        "POST, AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwt"
                + "hAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQ"
                + "cHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2IC"
                + "CR/oLxBA==,"
                + "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"
    })
    void signsTheSessionToken(String method, String token, String expected) {
        VendorRequest request = new VendorRequest(method, "https://example.amazonaws.com/", Map.of(), Optional.empty());

        VendorRequest signed = new AwsSignature("service", "us-east-1", KEY, Optional.of(token)).sign(request, TIME);

        assertThat(signed.headers())
                .containsEntry("X-Amz-Security-Token", token)
                .hasEntrySatisfying(
                        "Authorization",
                        value -> assertThat(value)
                                .endsWith("SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=" + expected));
    }

    /** IAM User Guide, "Create a signed AWS API request". */
    @Test
    void signsAsInTheExampleOfIam() {
        VendorRequest request = new VendorRequest(
                "GET",
                "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08",
                Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8", "User-Agent", "any"),
                Optional.empty());

        assertThat(authorization(of("iam"), request, TIME))
                .endsWith("SignedHeaders=content-type;host;x-amz-date,"
                        + " Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
    }

    /** Amazon S3 API Reference, "Signature Calculations for the Authorization Header", four examples. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            GET | /test.txt | Range:bytes=0-9 | '' | f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41
            PUT | /test%24file.text | Date:Fri, 24 May 2013 00:00:00 GMT + x-amz-storage-class:REDUCED_REDUNDANCY \
            | Welcome to Amazon S3. | 98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd
            GET | /?lifecycle | '' | '' | fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543
            GET | /?max-keys=2&prefix=J | '' | '' | 34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7
            """)
    void signsAsInTheExamplesOfS3(String method, String path, String headers, String body, String expected) {
        AwsSignature s3 = new AwsSignature(
                "s3",
                "us-east-1",
                new AwsSignature.Key("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
                Optional.empty());
        VendorRequest request = new VendorRequest(
                method, "https://examplebucket.s3.amazonaws.com" + path, headers(headers), body(body));

        assertThat(authorization(s3, request, Instant.parse("2013-05-24T00:00:00Z")))
                .contains("x-amz-content-sha256;x-amz-date")
                .endsWith(", Signature=" + expected);
    }

    /**
     * Computed by botocore 1.44.8, the signer of AWS for Python: no published example has a port, a path with percent-encoding,
     * or a key of S3 with dots and slashes.
     */
    @ParameterizedTest
    @CsvSource({
        "service, :443/, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "service, :8443/, 6c603abd17f7fbcfc7898db27fd6c82700a814be690b4fdeb418d9bf88d6df2c",
        "service, /a%20b, 08c33fd523b5dc18699a2c38863929f12203a282c033d442d45b59a096458aa6",
        "s3, /a//./b, 3f834a46e807f59c2f89e0b17afa95e313a0a64684d2f23e00f9dcb4fe43b0d6"
    })
    void signsTheRequestAsItIsSent(String service, String portAndPath, String expected) {
        VendorRequest request =
                new VendorRequest("GET", "https://example.amazonaws.com" + portAndPath, Map.of(), Optional.empty());

        assertThat(authorization(of(service), request, TIME)).endsWith(", Signature=" + expected);
    }
}
