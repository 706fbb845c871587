package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
)

// checkStandardWebhooks checks the three headers of Standard Webhooks, whose names begin with "webhook-" or "svix-".
func checkStandardWebhooks(d delivery, secret, prefix string) error {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return fmt.Errorf("the secret is not base64: %w", err)
	}
	id, timestamp := d.headers[prefix+"id"], d.headers[prefix+"timestamp"]
	if id == "" || timestamp == "" {
		return fmt.Errorf("%sid or %stimestamp is missing", prefix, prefix)
	}
	want := "v1," + base64.StdEncoding.EncodeToString(sign(key, []byte(id+"."+timestamp+"."), d.body))
	for _, signature := range strings.Fields(d.headers[prefix+"signature"]) {
		if signature == want {
			return nil
		}
	}
	return wrong(prefix+"signature", d)
}

// checkHex checks a header that holds the HMAC-SHA256 of these parts in hexadecimal, alone or as one of "v0=…,v1=…".
func checkHex(d delivery, header, secret string, parts ...[]byte) error {
	want := hex.EncodeToString(sign([]byte(secret), parts...))
	for _, part := range strings.Split(d.headers[header], ",") {
		_, value, labelled := strings.Cut(part, "=")
		if !labelled {
			value = part
		}
		if strings.TrimSpace(value) == want {
			return nil
		}
	}
	return wrong(header, d)
}

func sign(key []byte, parts ...[]byte) []byte {
	mac := hmac.New(sha256.New, key)
	for _, part := range parts {
		mac.Write(part)
	}
	return mac.Sum(nil)
}

func wrong(header string, d delivery) error {
	if d.headers[header] == "" {
		return fmt.Errorf("the header %s is missing", header)
	}
	return fmt.Errorf("the signature in %s is wrong", header)
}
