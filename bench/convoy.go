package main

import (
	"fmt"
	"strings"
)

// convoy: the URL is that of a project, http://host:port/api/v1/projects/<id>, and the token its API key. An application is an owner
// of endpoints.
type convoy struct{}

func (convoy) name() string { return "convoy" }

func (convoy) accepted() string {
	return "201, when the event is a task in the queue (Redis; synced as Redis is configured); a worker stores it later"
}

func (convoy) setUp(s server, p plan) ([]application, error) {
	var created []application
	for a := 0; a < p.applications; a++ {
		owner := p.label(a)
		var ids, secrets []string
		for e := 0; e < p.fanOut; e++ {
			id, secret, err := convoyEndpoint(s, owner, p.label(a, e), p.hook(a, e))
			if err != nil {
				return nil, err
			}
			ids, secrets = append(ids, id), append(secrets, secret)
		}
		to := publishing{s.url + "/events/fanout", s.bearer(), fmt.Sprintf(`{"owner_id":%q,"event_type":"order.created","data":`, owner), "}"}
		if p.fanOut == 1 {
			to.url = s.url + "/events"
			to.prefix = fmt.Sprintf(`{"endpoint_id":%q,"event_type":"order.created","data":`, ids[0])
		}
		created = append(created, application{to, secrets})
	}
	return created, nil
}

// convoyEndpoint creates an endpoint and subscribes it to every event.
func convoyEndpoint(s server, owner, name, url string) (id, secret string, err error) {
	secret = "secret-of-" + name
	var answer struct {
		Data struct {
			UID string `json:"uid"`
		} `json:"data"`
	}
	endpoint := map[string]any{"name": name, "url": url, "owner_id": owner, "secret": secret, "advanced_signatures": true}
	if err = s.call("POST", "/endpoints", s.bearer(), endpoint, &answer); err != nil {
		return "", "", err
	}
	subscription := map[string]any{
		"name": name, "endpoint_id": answer.Data.UID, "filter_config": map[string]any{"event_types": []string{"*"}},
	}
	return answer.Data.UID, secret, s.call("POST", "/subscriptions", s.bearer(), subscription, nil)
}

// verify reads "t=<time>,v1=<hex>": the HMAC of the time, a comma and the body.
func (convoy) verify(d delivery, secret string) error {
	const header = "x-convoy-signature"
	timestamp, _, _ := strings.Cut(strings.TrimPrefix(d.headers[header], "t="), ",")
	return checkHex(d, header, secret, []byte(timestamp+","), d.body)
}
