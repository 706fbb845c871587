package dev.sealpost.connector.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.connector.VendorRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vectors that AWS publishes: the Signature Version 4 test suite, and the examples of the user guides of IAM and S3. */
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

    @ParameterizedTest
    @CsvSource({
        "GET, /, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "GET, /example/.., 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "GET, :443/, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "GET, //, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "GET, /?Param2=value2&Param1=value1, b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        "POST, /, 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"
    })
    void signsAsInTheTestSuite(String method, String path, String expected) {
        VendorRequest request =
                new VendorRequest(method, "https://example.amazonaws.com" + path, Map.of(), Optional.empty());

        assertThat(authorization(of("service"), request, TIME))
                .isEqualTo("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                        + " SignedHeaders=host;x-amz-date, Signature=" + expected);
    }

    @Test
    void signsABody() {
        VendorRequest request = new VendorRequest(
                "POST",
                "https://example.amazonaws.com/",
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                Optional.of("Param1=value1".getBytes(StandardCharsets.US_ASCII)));

        assertThat(authorization(of("service"), request, TIME))
                .endsWith("SignedHeaders=content-type;host;x-amz-date,"
                        + " Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
    }

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

    @Test
    void signsAsInTheExampleOfS3() {
        AwsSignature s3 = new AwsSignature(
                "s3",
                "us-east-1",
                new AwsSignature.Key("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
                Optional.empty());
        VendorRequest request = new VendorRequest(
                "GET",
                "https://examplebucket.s3.amazonaws.com/test.txt",
                Map.of("Range", "bytes=0-9"),
                Optional.empty());

        assertThat(authorization(s3, request, Instant.parse("2013-05-24T00:00:00Z")))
                .endsWith("SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                        + " Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    }

    @Test
    void signsTheSessionToken() {
        VendorRequest request =
                new VendorRequest("GET", "https://example.amazonaws.com:8443/a%20b", Map.of(), Optional.empty());

        VendorRequest signed =
                new AwsSignature("service", "us-east-1", KEY, Optional.of("session")).sign(request, TIME);

        assertThat(signed.headers()).containsEntry("x-amz-security-token", "session");
        assertThat(signed.headers().get("Authorization"))
                .contains("SignedHeaders=host;x-amz-date;x-amz-security-token");
    }
}
