package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// exchange is one request of an adapter and the answer that was recorded or is documented.
type exchange struct {
	request string // method and path
	body    string // JSON; empty: none or any
	status  int
	answer  string
}

// conversation answers the expected requests in their order.
func conversation(t *testing.T, header, credential string, exchanges []exchange) server {
	t.Helper()
	next := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if next >= len(exchanges) {
			t.Errorf("unexpected %s %s", r.Method, r.URL.Path)
			w.WriteHeader(http.StatusTeapot)
			return
		}
		want := exchanges[next]
		next++
		if got := r.Method + " " + r.URL.Path; got != want.request {
			t.Errorf("request %d is %s, want %s", next, got, want.request)
		}
		if got := r.Header.Get(header); got != credential {
			t.Errorf("%s: the header %s is %q", want.request, header, got)
		}
		if want.body != "" && normal(t, string(body)) != normal(t, want.body) {
			t.Errorf("%s: the body is %s, want %s", want.request, body, want.body)
		}
		w.WriteHeader(want.status)
		fmt.Fprint(w, want.answer)
	}))
	t.Cleanup(func() {
		s.Close()
		if next != len(exchanges) {
			t.Errorf("%d requests, want %d", next, len(exchanges))
		}
	})
	return server{s.URL, "token"}
}

func normal(t *testing.T, text string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Errorf("not JSON: %s", text)
	}
	b, _ := json.Marshal(v)
	return string(b)
}

func hookAt(application, endpoint int) string {
	return fmt.Sprintf("http://receiver/h/%d/%d", application, endpoint)
}

func setUp(t *testing.T, p product, s server, applications, fanOut int) []application {
	t.Helper()
	created, err := p.setUp(s, plan{"0123abcd", applications, fanOut, hookAt})
	if err != nil {
		t.Fatal(err)
	}
	if len(created) != applications || len(created[0].secrets) != fanOut {
		t.Fatalf("created %+v", created)
	}
	for _, a := range created {
		if !json.Valid([]byte(a.publishing.prefix + "{}" + a.publishing.suffix)) {
			t.Errorf("%s%s around a payload is not JSON", a.publishing.prefix, a.publishing.suffix)
		}
	}
	return created
}

func TestSealpostAndSvixSetUpApplicationsAndEndpoints(t *testing.T) {
	for _, p := range []product{sealpost{}, svix{}} {
		s := conversation(t, "Authorization", "Bearer token", []exchange{
			{"POST /api/v1/app", `{"name":"bench-0123abcd-0"}`, 201, `{"id":"app_1","name":"bench-0123abcd-0"}`},
			{"POST /api/v1/app/app_1/endpoint", `{"url":"http://receiver/h/0/0"}`, 201, `{"id":"ep_1"}`},
			{"GET /api/v1/app/app_1/endpoint/ep_1/secret", "", 200, `{"key":"whsec_AAAA"}`},
			{"POST /api/v1/app", `{"name":"bench-0123abcd-1"}`, 201, `{"id":"app_2"}`},
			{"POST /api/v1/app/app_2/endpoint", `{"url":"http://receiver/h/1/0"}`, 201, `{"id":"ep_2"}`},
			{"GET /api/v1/app/app_2/endpoint/ep_2/secret", "", 200, `{"key":"whsec_BBBB"}`},
		})
		created := setUp(t, p, s, 2, 1)
		if got := created[1]; got.publishing.url != s.url+"/api/v1/app/app_2/msg" || got.secrets[0] != "whsec_BBBB" {
			t.Errorf("%s: %+v", p.name(), got)
		}
	}
}

func TestSvixMaySendEitherSetOfHeaders(t *testing.T) {
	own := delivery{headers: map[string]string{}, body: standard.body}
	for name, value := range standard.headers {
		own.headers[strings.Replace(name, "webhook-", "svix-", 1)] = value
	}
	for _, d := range []delivery{standard, own} {
		if err := (svix{}).verify(d, standardSecret); err != nil {
			t.Error(err)
		}
	}
}

func TestConvoySetsUpEndpointsAndSubscriptions(t *testing.T) {
	endpoint := func(e int) string {
		return fmt.Sprintf(`{"name":"bench-0123abcd-0-%d","url":"http://receiver/h/0/%d","owner_id":"bench-0123abcd-0",`+
			`"secret":"secret-of-bench-0123abcd-0-%d","advanced_signatures":true}`, e, e, e)
	}
	subscription := func(e int) string {
		return fmt.Sprintf(`{"name":"bench-0123abcd-0-%d","endpoint_id":"uid%d","filter_config":{"event_types":["*"]}}`, e, e)
	}
	s := conversation(t, "Authorization", "Bearer token", []exchange{
		{"POST /api/v1/projects/p1/endpoints", endpoint(0), 201, `{"status":true,"message":"ok","data":{"uid":"uid0"}}`},
		{"POST /api/v1/projects/p1/subscriptions", subscription(0), 201, `{"status":true,"data":{"uid":"sub0"}}`},
		{"POST /api/v1/projects/p1/endpoints", endpoint(1), 201, `{"status":true,"data":{"uid":"uid1"}}`},
		{"POST /api/v1/projects/p1/subscriptions", subscription(1), 201, `{"status":true,"data":{"uid":"sub1"}}`},
	})
	s.url += "/api/v1/projects/p1"
	got := setUp(t, convoy{}, s, 1, 2)[0].publishing
	if !strings.HasSuffix(got.url, "/p1/events/fanout") || !strings.Contains(got.prefix, `"owner_id":"bench-0123abcd-0"`) {
		t.Errorf("%+v", got)
	}
}

func TestConvoyPostsToTheEndpointWhenThereIsOne(t *testing.T) {
	s := conversation(t, "Authorization", "Bearer token", []exchange{
		{"POST /endpoints", "", 201, `{"data":{"uid":"uid0"}}`},
		{"POST /subscriptions", "", 201, `{}`},
	})
	got := setUp(t, convoy{}, s, 1, 1)[0].publishing
	if got.url != s.url+"/events" || !strings.Contains(got.prefix, `"endpoint_id":"uid0"`) {
		t.Errorf("%+v", got)
	}
}

func TestConvoySignsTheTimeAndTheBody(t *testing.T) {
	// printf '1700000000,{}' | openssl dgst -sha256 -hmac secret
	d := delivery{headers: map[string]string{
		"x-convoy-signature": "t=1700000000,v1=0c348bb3ba1b7374e5f051f4dc06119aa72e5b7ca4219bf0940a253e2309e693",
	}, body: []byte("{}")}
	if err := (convoy{}).verify(d, "secret"); err != nil {
		t.Error(err)
	}
	d.headers["x-convoy-signature"] = strings.Replace(d.headers["x-convoy-signature"], "t=1700000000", "t=1700000001", 1)
	if (convoy{}).verify(d, "secret") == nil {
		t.Error("another time has the right signature")
	}
}

func TestOutpostSetsUpTenantsAndDestinations(t *testing.T) {
	s := conversation(t, "Authorization", "Bearer token", []exchange{
		{"PUT /api/v1/tenants/bench-0123abcd-0", "", 201, `{"id":"bench-0123abcd-0","destinations_count":0,"topics":[]}`},
		{"POST /api/v1/tenants/bench-0123abcd-0/destinations", `{"type":"webhook","topics":"*","config":{"url":"http://receiver/h/0/0"}}`, 201,
			`{"id":"0e1b","tenant_id":"bench-0123abcd-0","type":"webhook","topics":["*"],"config":{"url":"http://receiver/h/0/0"},` +
				`"credentials":{"secret":"whsec_8518"},"disabled_at":null}`},
	})
	got := setUp(t, outpost{}, s, 1, 1)[0]
	if got.publishing.url != s.url+"/api/v1/publish" || !strings.Contains(got.publishing.prefix, `"tenant_id":"bench-0123abcd-0"`) || got.secrets[0] != "whsec_8518" {
		t.Errorf("%+v", got)
	}
}

func TestOutpostSignsInEitherMode(t *testing.T) {
	// printf '{}' | openssl dgst -sha256 -hmac secret
	own := delivery{headers: map[string]string{"x-outpost-signature": "v0=77325902caca812dc259733aacd046b73817372c777b8d95b402647474516e13"}, body: []byte("{}")}
	if err := (outpost{}).verify(own, "secret"); err != nil {
		t.Error(err)
	}
	if err := (outpost{}).verify(standard, standardSecret); err != nil {
		t.Error(err)
	}
}

func TestN8nSetsUpAnActiveWorkflow(t *testing.T) {
	s := conversation(t, "X-N8N-API-KEY", "token", []exchange{
		{"POST /api/v1/workflows", "", 200, `{"name":"bench-0123abcd-0","active":false,"id":"w1","triggerCount":0}`},
		{"POST /api/v1/workflows/w1/activate", "", 200, `{"id":"w1","active":true}`},
	})
	if got := setUp(t, n8n{}, s, 1, 3)[0]; got.publishing.url != s.url+"/webhook/bench-0123abcd-0" {
		t.Errorf("%+v", got)
	}
}

func TestN8nWorkflowSignsOnceAndSendsToEveryEndpoint(t *testing.T) {
	text, err := json.Marshal(n8nWorkflow(plan{"0123abcd", 1, 3, hookAt}, 0, "secret"))
	if err != nil {
		t.Fatal(err)
	}
	var w struct {
		Nodes []struct {
			Name, Type string
			Parameters struct{ URL string }
		}
		Connections map[string]struct{ Main [][]struct{ Node string } }
	}
	if err := json.Unmarshal(text, &w); err != nil {
		t.Fatal(err)
	}
	urls := map[string]string{}
	for _, n := range w.Nodes {
		urls[n.Name] = n.Parameters.URL
	}
	if w.Connections["Webhook"].Main[0][0].Node != "Sign" || len(w.Connections["Sign"].Main[0]) != 3 {
		t.Errorf("connections %+v", w.Connections)
	}
	for e, to := range w.Connections["Sign"].Main[0] {
		if urls[to.Node] != hookAt(0, e) {
			t.Errorf("%s sends to %q", to.Node, urls[to.Node])
		}
	}
}

func TestRefusalOfTheSetUpIsShown(t *testing.T) {
	s := conversation(t, "Authorization", "Bearer token", []exchange{{"POST /api/v1/app", "", 401, `{"code":"authentication_failed"}`}})
	_, err := (svix{}).setUp(s, plan{"0123abcd", 1, 1, hookAt})
	if err == nil || !strings.Contains(err.Error(), "authentication_failed") {
		t.Errorf("%v", err)
	}
}
