package main

import "net/url"

// svix is the open-source server. It refuses loopback addresses unless SVIX_WHITELIST_SUBNETS has them.
type svix struct{}

func (svix) name() string { return "svix" }

func (svix) accepted() string {
	return "202, when the message is committed to PostgreSQL and its task is in the queue (Redis; synced as Redis is configured)"
}

func (svix) setUp(s server, p plan) ([]application, error) { return setUpMessages(s, p) }

// verify takes both sets of names: with whitelabel_headers the server sends those of Standard Webhooks.
func (svix) verify(d delivery, secret string) error {
	if d.headers["webhook-id"] != "" {
		return checkStandardWebhooks(d, secret, "webhook-")
	}
	return checkStandardWebhooks(d, secret, "svix-")
}

// setUpMessages creates applications and endpoints through the API that Svix and Sealpost share.
func setUpMessages(s server, p plan) ([]application, error) {
	type id struct {
		ID string `json:"id"`
	}
	type key struct {
		Key string `json:"key"`
	}
	var created []application
	for a := 0; a < p.applications; a++ {
		var app id
		if err := s.call("POST", "/api/v1/app", s.bearer(), map[string]any{"name": p.label(a)}, &app); err != nil {
			return nil, err
		}
		path := "/api/v1/app/" + url.PathEscape(app.ID)
		var secrets []string
		for e := 0; e < p.fanOut; e++ {
			var endpoint id
			if err := s.call("POST", path+"/endpoint", s.bearer(), map[string]any{"url": p.hook(a, e)}, &endpoint); err != nil {
				return nil, err
			}
			var secret key
			if err := s.call("GET", path+"/endpoint/"+url.PathEscape(endpoint.ID)+"/secret", s.bearer(), nil, &secret); err != nil {
				return nil, err
			}
			secrets = append(secrets, secret.Key)
		}
		created = append(created, application{
			publishing{s.url + path + "/msg", s.bearer(), `{"eventType":"order.created","payload":`, "}"}, secrets,
		})
	}
	return created, nil
}
