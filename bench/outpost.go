package main

import "fmt"

// outpost: an application is a tenant, an endpoint a destination of the type webhook.
type outpost struct{}

func (outpost) name() string { return "outpost" }

func (outpost) accepted() string {
	return "202, when the queue has confirmed a task for each destination; RabbitMQ holds them in memory, as they are not marked persistent"
}

func (outpost) setUp(s server, p plan) ([]application, error) {
	var created []application
	for a := 0; a < p.applications; a++ {
		tenant := p.label(a)
		if err := s.call("PUT", "/api/v1/tenants/"+tenant, s.bearer(), map[string]any{}, nil); err != nil {
			return nil, err
		}
		var secrets []string
		for e := 0; e < p.fanOut; e++ {
			var destination struct {
				Credentials struct {
					Secret string `json:"secret"`
				} `json:"credentials"`
			}
			body := map[string]any{"type": "webhook", "topics": "*", "config": map[string]any{"url": p.hook(a, e)}}
			if err := s.call("POST", "/api/v1/tenants/"+tenant+"/destinations", s.bearer(), body, &destination); err != nil {
				return nil, err
			}
			secrets = append(secrets, destination.Credentials.Secret)
		}
		prefix := fmt.Sprintf(`{"tenant_id":%q,"topic":"order.created","data":`, tenant)
		created = append(created, application{publishing{s.url + "/api/v1/publish", s.bearer(), prefix, "}"}, secrets})
	}
	return created, nil
}

// verify takes both modes of DESTINATIONS_WEBHOOK_MODE: its own "v0=<hex>" of the body, and Standard Webhooks.
func (outpost) verify(d delivery, secret string) error {
	if d.headers["webhook-id"] != "" {
		return checkStandardWebhooks(d, secret, "webhook-")
	}
	return checkHex(d, "x-outpost-signature", secret, d.body)
}
