package main

import "testing"

// The example of the Standard Webhooks specification's libraries.
var standard = delivery{
	headers: map[string]string{
		"webhook-id":        "msg_p5jXN8AQM9LWM0D4loKWxJek",
		"webhook-timestamp": "1614265330",
		"webhook-signature": "v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
	},
	body: []byte(`{"test": 2432232314}`),
}

const standardSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

func TestStandardWebhooksSignatureIsOneOfSeveral(t *testing.T) {
	if err := checkStandardWebhooks(standard, standardSecret, "webhook-"); err != nil {
		t.Error(err)
	}
}

func TestWrongSignatureIsFound(t *testing.T) {
	changed := standard
	changed.body = []byte(`{"test": 2432232315}`)
	if checkStandardWebhooks(changed, standardSecret, "webhook-") == nil {
		t.Error("a changed body has the right signature")
	}
	if checkStandardWebhooks(standard, standardSecret, "svix-") == nil {
		t.Error("headers of another name are taken")
	}
	if checkStandardWebhooks(delivery{}, standardSecret, "webhook-") == nil {
		t.Error("no signature is a right one")
	}
}

func TestHexSignatureMayHaveALabel(t *testing.T) {
	// echo -n '{"a":1}' | openssl dgst -sha256 -hmac key
	const right = "88a67f24bbcdaed0e6c997404bb79a743baf44c6bab2f4c27328e3009d22e342"
	body := []byte(`{"a":1}`)
	for _, value := range []string{right, "v0=" + right, "t=1,v1=00,v1=" + right} {
		d := delivery{headers: map[string]string{"x-signature": value}, body: body}
		if err := checkHex(d, "x-signature", "key", body); err != nil {
			t.Errorf("%s: %v", value, err)
		}
		if checkHex(d, "x-signature", "another", body) == nil {
			t.Errorf("%s is right under another secret", value)
		}
	}
}
