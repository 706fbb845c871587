package main

// sealpost is this project. The shapes of its API are those of Svix.
type sealpost struct{}

func (sealpost) name() string { return "sealpost" }

func (sealpost) accepted() string {
	return "202, when the event is on the disk (journal synced)"
}

func (sealpost) setUp(s server, p plan) ([]application, error) { return setUpMessages(s, p) }

func (sealpost) verify(d delivery, secret string) error {
	return checkStandardWebhooks(d, secret, "webhook-")
}
