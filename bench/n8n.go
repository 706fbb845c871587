package main

import "fmt"

// n8n has no notion of an endpoint. An application is a workflow: a webhook starts it, one node signs the body, and one HTTP request
// for each endpoint sends it. The token is a key of its public API.
type n8n struct{}

func (n8n) name() string { return "n8n" }

func (n8n) accepted() string {
	return "200, when the request has been read; its execution is stored after that"
}

const n8nSignature = "x-bench-signature"

func (n8n) setUp(s server, p plan) ([]application, error) {
	key := map[string]string{"X-N8N-API-KEY": s.token}
	var created []application
	for a := 0; a < p.applications; a++ {
		secret := "secret-of-" + p.label(a)
		var workflow struct {
			ID string `json:"id"`
		}
		if err := s.call("POST", "/api/v1/workflows", key, n8nWorkflow(p, a, secret), &workflow); err != nil {
			return nil, err
		}
		if err := s.call("POST", "/api/v1/workflows/"+workflow.ID+"/activate", key, nil, nil); err != nil {
			return nil, err
		}
		var secrets []string
		for e := 0; e < p.fanOut; e++ {
			secrets = append(secrets, secret)
		}
		created = append(created, application{publishing{url: s.url + "/webhook/" + p.label(a)}, secrets})
	}
	return created, nil
}

func n8nWorkflow(p plan, a int, secret string) map[string]any {
	type list []any
	type object map[string]any
	const body = "JSON.stringify($('Webhook').item.json.body)"
	node := func(name, kind string, version float64, column, row int, parameters object) object {
		return object{
			"id": p.label(a) + "-" + name, "name": name, "type": "n8n-nodes-base." + kind, "typeVersion": version,
			"position": list{240 * column, 160 * row}, "parameters": parameters,
		}
	}
	webhook := node("Webhook", "webhook", 2, 0, 0, object{"httpMethod": "POST", "path": p.label(a), "responseMode": "onReceived"})
	webhook["webhookId"] = p.label(a)
	nodes := list{webhook, node("Sign", "crypto", 1, 1, 0, object{
		"action": "hmac", "type": "SHA256", "encoding": "hex", "secret": secret, "dataPropertyName": "signature", "value": "={{ " + body + " }}",
	})}
	var sends list
	for e := 0; e < p.fanOut; e++ {
		name := fmt.Sprintf("Send %d", e)
		nodes = append(nodes, node(name, "httpRequest", 4.2, 2, e, object{
			"method": "POST", "url": p.hook(a, e), "sendHeaders": true,
			"headerParameters": object{"parameters": list{object{"name": n8nSignature, "value": "={{ $json.signature }}"}}},
			"sendBody":         true, "contentType": "raw", "rawContentType": "application/json", "body": "={{ " + body + " }}", "options": object{},
		}))
		sends = append(sends, object{"node": name, "type": "main", "index": 0})
	}
	return object{
		"name": p.label(a), "nodes": nodes, "settings": object{"executionOrder": "v1"},
		"connections": object{
			"Webhook": object{"main": list{list{object{"node": "Sign", "type": "main", "index": 0}}}},
			"Sign":    object{"main": list{sends}},
		},
	}
}

func (n8n) verify(d delivery, secret string) error { return checkHex(d, n8nSignature, secret, d.body) }
