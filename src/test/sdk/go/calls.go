// Every call of Svix's client for Go that Sealpost answers, against the node at SEALPOST_URL. A call of the client that is neither
// made here nor listed in elsewhere fails the run.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"time"

	svix "github.com/svix/svix-webhooks/go"
	"github.com/svix/svix-webhooks/go/models"
	"github.com/svix/svix-webhooks/go/utils"
)

// What Sealpost answers by an API of its own, or not at all: docs/compatibility.md. OperationalWebhookEndpoint repeats
// OperationalWebhook.Endpoint.
var elsewhere = regexp.MustCompile(`^(Connector|Environment|Ingest|Integration|Streaming|OperationalWebhookEndpoint)\.` +
	`|^Authentication\.(Stream|RotateStream|GetStream|DashboardAccess)|^SetUserAgentSuffix`)

var (
	ctx    = context.Background()
	server = os.Getenv("SEALPOST_URL")
	token  = os.Getenv("SEALPOST_TOKEN")
	made   = map[string]bool{}
	failed = map[string]bool{}
)

func call[T any](name string, work func() (T, error), check ...func(T) bool) T {
	made[name] = true
	answer, err := attempt(work)
	if err == nil && len(check) > 0 && !check[0](answer) {
		err = fmt.Errorf("unexpected answer: %+v", answer)
	}
	if err != nil {
		failed[name] = true
		var refused *svix.Error
		if errors.As(err, &refused) {
			err = fmt.Errorf("%w: %s", err, refused.Body())
		}
		fmt.Printf("FAILED %s %.300s\n", name, err)
	} else {
		fmt.Println("ok", name)
	}
	return answer
}

func attempt[T any](work func() (T, error)) (answer T, err error) {
	defer func() {
		if problem := recover(); problem != nil {
			err = fmt.Errorf("%v", problem)
		}
	}()
	return work()
}

func do(name string, work func() error) {
	call(name, func() (any, error) { return nil, work() })
}

func until(condition func() bool) {
	for i := 0; i < 200 && !condition(); i++ {
		time.Sleep(100 * time.Millisecond)
	}
}

func callsOf(client reflect.Value, prefix string) []string {
	var names []string
	for i := 0; i < client.NumMethod(); i++ {
		names = append(names, prefix+client.Type().Method(i).Name)
	}
	if client.Kind() == reflect.Pointer {
		client = client.Elem()
	}
	for i := 0; i < client.NumField(); i++ {
		if field := client.Type().Field(i); field.IsExported() {
			names = append(names, callsOf(client.Field(i), prefix+field.Name+".")...)
		}
	}
	return names
}

func clientWith(token string) *svix.Svix {
	address, err := url.Parse(server)
	if err != nil {
		panic(err)
	}
	client, err := svix.New(token, &svix.SvixOptions{ServerUrl: address})
	if err != nil {
		panic(err)
	}
	return client
}

func main() {
	client := clientWith(token)
	app := applications(client)
	eventTypes(client)
	ep := endpoints(client, app)
	msg := messages(client, app, ep)
	replays(client, app, ep)
	operationalWebhooks(client)
	poller(client, app)
	ends(client, app, ep, msg)
	for _, name := range callsOf(reflect.ValueOf(client), "") {
		if !made[name] && !elsewhere.MatchString(name) {
			failed[name] = true
			fmt.Println("NOT CALLED", name)
		}
	}
	passed := 0
	for name := range made {
		if !failed[name] {
			passed++
		}
	}
	fmt.Printf("%d passed, %d failed\n", passed, len(failed))
	if len(failed) > 0 {
		os.Exit(1)
	}
}

func text(value string) *string { return &value }

func applications(client *svix.Svix) string {
	in := models.ApplicationIn{Name: "Go", Uid: text("go")}
	type out = *models.ApplicationOut
	app := call("Application.Create", func() (out, error) { return client.Application.Create(ctx, in, nil) }).Id
	isSame := func(it out) bool { return it.Id == app }
	call("Application.GetOrCreate", func() (out, error) { return client.Application.GetOrCreate(ctx, in, nil) }, isSame)
	call("Application.Get", func() (out, error) { return client.Application.Get(ctx, "go") }, isSame)
	call("Application.List", func() (*models.ListResponseApplicationOut, error) { return client.Application.List(ctx, nil) },
		func(it *models.ListResponseApplicationOut) bool { return len(it.Data) > 0 })
	in.Name = "G"
	call("Application.Update", func() (out, error) { return client.Application.Update(ctx, app, in) },
		func(it out) bool { return it.Name == "G" })
	call("Application.Patch", func() (out, error) {
		return client.Application.Patch(ctx, app, models.ApplicationPatch{Name: text("H")})
	}, func(it out) bool { return it.Name == "H" })
	return app
}

func eventTypes(client *svix.Svix) {
	types := client.EventType
	type out = *models.EventTypeOut
	const name = "go.created"
	call("EventType.Create", func() (out, error) {
		return types.Create(ctx, models.EventTypeIn{Name: name, Description: "made by Go"}, nil)
	})
	call("EventType.Get", func() (out, error) { return types.Get(ctx, name) },
		func(it out) bool { return it.Description == "made by Go" })
	call("EventType.List", func() (*models.ListResponseEventTypeOut, error) { return types.List(ctx, nil) },
		func(it *models.ListResponseEventTypeOut) bool { return len(it.Data) > 0 })
	call("EventType.Update", func() (out, error) { return types.Update(ctx, name, models.EventTypeUpdate{Description: "d"}) },
		func(it out) bool { return it.Description == "d" })
	call("EventType.Patch", func() (out, error) {
		return types.Patch(ctx, name, models.EventTypePatch{Description: text("e")})
	}, func(it out) bool { return it.Description == "e" })
	var spec map[string]any
	if err := json.Unmarshal([]byte(`{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "webhooks": {"go.imported":
		{"post": {"description": "i", "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}}}}}}`), &spec); err != nil {
		panic(err)
	}
	call("EventType.ImportOpenapi", func() (*models.EventTypeImportOpenApiOut, error) {
		return types.ImportOpenapi(ctx, models.EventTypeImportOpenApiIn{Spec: &spec}, nil)
	})
	do("EventType.Delete", func() error { return types.Delete(ctx, "go.imported", nil) })
}

func endpoints(client *svix.Svix, app string) string {
	endpoint := client.Endpoint
	receiver := os.Getenv("RECEIVER_URL")
	type out = *models.EndpointOut
	ep := call("Endpoint.Create", func() (out, error) {
		return endpoint.Create(ctx, app, models.EndpointIn{Url: receiver, Uid: text("go-ep")}, nil)
	}).Id
	call("Endpoint.Get", func() (out, error) { return endpoint.Get(ctx, app, "go-ep") }, func(it out) bool { return it.Id == ep })
	call("Endpoint.List", func() (*models.ListResponseEndpointOut, error) { return endpoint.List(ctx, app, nil) },
		func(it *models.ListResponseEndpointOut) bool { return len(it.Data) == 1 && it.Done })
	call("Endpoint.Update", func() (out, error) {
		return endpoint.Update(ctx, app, ep, models.EndpointUpdate{Url: receiver, Uid: text("go-ep"), Description: text("d")})
	}, func(it out) bool { return it.Description == "d" })
	call("Endpoint.Patch", func() (out, error) {
		return endpoint.Patch(ctx, app, ep, models.EndpointPatch{Description: text("e")})
	}, func(it out) bool { return it.Description == "e" })
	do("Endpoint.UpdateHeaders", func() error {
		return endpoint.UpdateHeaders(ctx, app, ep, models.EndpointHeadersIn{Headers: map[string]string{"X-One": "1"}})
	})
	call("Endpoint.GetHeaders", func() (*models.EndpointHeadersOut, error) { return endpoint.GetHeaders(ctx, app, ep) },
		func(it *models.EndpointHeadersOut) bool { return it.Headers["X-One"] == "1" })
	do("Endpoint.PatchHeaders", func() error {
		return endpoint.PatchHeaders(ctx, app, ep, models.EndpointHeadersPatchIn{Headers: map[string]string{"X-Two": "2"}})
	})
	secret := func() (*models.EndpointSecretOut, error) { return endpoint.GetSecret(ctx, app, ep) }
	first := call("Endpoint.GetSecret", secret)
	do("Endpoint.RotateSecret", func() error {
		return endpoint.RotateSecret(ctx, app, ep, models.EndpointSecretRotateIn{}, nil)
	})
	call("Endpoint.GetSecret", secret, func(it *models.EndpointSecretOut) bool { return it.Key != first.Key })
	code := "function handler(webhook) { return webhook; }"
	enabled := true
	do("Endpoint.PatchTransformation", func() error {
		return endpoint.PatchTransformation(ctx, app, ep, models.EndpointTransformationPatch{Code: utils.NewNullable(code), Enabled: &enabled})
	})
	call("Endpoint.TransformationGet", func() (*models.EndpointTransformationOut, error) {
		return endpoint.TransformationGet(ctx, app, ep)
	}, func(it *models.EndpointTransformationOut) bool { return it.Code != nil && *it.Code == code })
	enabled = false
	do("Endpoint.TransformationPartialUpdate", func() error {
		return endpoint.TransformationPartialUpdate(ctx, app, ep, models.EndpointTransformationIn{Enabled: &enabled})
	})
	call("Endpoint.SendExample", func() (*models.MessageOut, error) {
		return endpoint.SendExample(ctx, app, ep, models.EventExampleIn{EventType: "go.created"}, nil)
	})
	return ep
}

func messages(client *svix.Svix, app, ep string) string {
	message, attempts := client.Message, client.MessageAttempt
	in := models.MessageIn{EventType: "go.created", EventId: text("go-1"), Payload: map[string]any{"a": 1.5}, Tags: []string{"t"}}
	msg := call("Message.Create", func() (*models.MessageOut, error) { return message.Create(ctx, app, in, nil) }).Id
	call("Message.Precheck", func() (*models.MessagePrecheckOut, error) {
		return message.Precheck(ctx, app, models.MessagePrecheckIn{EventType: "go.created"}, nil)
	}, func(it *models.MessagePrecheckOut) bool { return it.Active })
	byMsg := func() (*models.ListResponseMessageAttemptOut, error) { return attempts.ListByMsg(ctx, app, msg, nil) }
	until(func() bool {
		list, err := byMsg()
		return err == nil && len(list.Data) > 0
	})
	call("Message.Get", func() (*models.MessageOut, error) { return message.Get(ctx, app, msg, nil) },
		func(it *models.MessageOut) bool { return it.Payload["a"] == 1.5 })
	call("Message.List", func() (*models.ListResponseMessageOut, error) {
		return message.List(ctx, app, &svix.MessageListOptions{Tag: text("t")})
	}, func(it *models.ListResponseMessageOut) bool { return len(it.Data) == 1 })
	list := call("MessageAttempt.ListByMsg", byMsg, func(it *models.ListResponseMessageAttemptOut) bool { return it.Data[0].EndpointId == ep })
	call("MessageAttempt.ListByEndpoint", func() (*models.ListResponseMessageAttemptOut, error) {
		return attempts.ListByEndpoint(ctx, app, ep, nil)
	}, func(it *models.ListResponseMessageAttemptOut) bool { return len(it.Data) > 0 })
	attempt := list.Data[0].Id
	call("MessageAttempt.Get", func() (*models.MessageAttemptOut, error) { return attempts.Get(ctx, app, msg, attempt, nil) },
		func(it *models.MessageAttemptOut) bool { return it.ResponseStatusCode == 204 })
	call("MessageAttempt.ListAttemptedDestinations", func() (*models.ListResponseMessageEndpointOut, error) {
		return attempts.ListAttemptedDestinations(ctx, app, msg, nil)
	}, func(it *models.ListResponseMessageEndpointOut) bool { return it.Data[0].Id == ep })
	call("MessageAttempt.ListAttemptedMessages", func() (*models.ListResponseEndpointMessageOut, error) {
		return attempts.ListAttemptedMessages(ctx, app, ep, nil)
	}, func(it *models.ListResponseEndpointMessageOut) bool { return len(it.Data) > 0 })
	call("MessageAttempt.Resend", func() (*models.EmptyResponse, error) { return attempts.Resend(ctx, app, msg, ep, nil) })
	do("MessageAttempt.ExpungeContent", func() error { return attempts.ExpungeContent(ctx, app, msg, attempt) })
	call("Endpoint.GetStats", func() (*models.EndpointStats, error) { return client.Endpoint.GetStats(ctx, app, ep, nil) },
		func(it *models.EndpointStats) bool { return it.Success > 0 })
	return msg
}

func replays(client *svix.Svix, app, ep string) {
	since := time.Now().Add(-time.Hour)
	call("Endpoint.Recover", func() (*models.RecoverOut, error) {
		return client.Endpoint.Recover(ctx, app, ep, models.RecoverIn{Since: since}, nil)
	})
	replayed := call("Endpoint.ReplayMissing", func() (*models.ReplayOut, error) {
		return client.Endpoint.ReplayMissing(ctx, app, ep, models.ReplayIn{Since: since}, nil)
	})
	call("Endpoint.BulkReplay", func() (*models.ReplayOut, error) {
		return client.Endpoint.BulkReplay(ctx, app, ep, models.BulkReplayIn{Since: since}, nil)
	})
	call("BackgroundTask.List", func() (*models.ListResponseBackgroundTaskOut, error) { return client.BackgroundTask.List(ctx, nil) },
		func(it *models.ListResponseBackgroundTaskOut) bool { return len(it.Data) > 0 })
	call("BackgroundTask.Get", func() (*models.BackgroundTaskOut, error) { return client.BackgroundTask.Get(ctx, replayed.Id) },
		func(it *models.BackgroundTaskOut) bool { return it.Id == replayed.Id })
	call("Statistics.AggregateAppStats", func() (*models.AppUsageStatsOut, error) {
		return client.Statistics.AggregateAppStats(ctx, models.AppUsageStatsIn{Since: since, Until: time.Now()}, nil)
	})
	call("Statistics.AggregateEventTypes", func() (*models.AggregateEventTypesOut, error) {
		return client.Statistics.AggregateEventTypes(ctx)
	})
}

func operationalWebhooks(client *svix.Svix) {
	endpoint := client.OperationalWebhook.Endpoint
	receiver := os.Getenv("RECEIVER_URL")
	const name = "OperationalWebhook.Endpoint."
	type out = *models.OperationalWebhookEndpointOut
	made := call(name+"Create", func() (out, error) {
		return endpoint.Create(ctx, models.OperationalWebhookEndpointIn{Url: receiver}, nil)
	})
	ep := "none"
	if made != nil {
		ep = made.Id
	}
	call(name+"Get", func() (out, error) { return endpoint.Get(ctx, ep) }, func(it out) bool { return it.Id == ep })
	call(name+"List", func() (*models.ListResponseOperationalWebhookEndpointOut, error) { return endpoint.List(ctx, nil) },
		func(it *models.ListResponseOperationalWebhookEndpointOut) bool { return len(it.Data) > 0 })
	call(name+"Update", func() (out, error) {
		return endpoint.Update(ctx, ep, models.OperationalWebhookEndpointUpdate{Url: receiver, Description: text("d")})
	}, func(it out) bool { return it.Description == "d" })
	do(name+"UpdateHeaders", func() error {
		return endpoint.UpdateHeaders(ctx, ep, models.OperationalWebhookEndpointHeadersIn{Headers: map[string]string{"X-One": "1"}})
	})
	call(name+"GetHeaders", func() (*models.OperationalWebhookEndpointHeadersOut, error) { return endpoint.GetHeaders(ctx, ep) },
		func(it *models.OperationalWebhookEndpointHeadersOut) bool { return it.Headers["X-One"] == "1" })
	call(name+"GetSecret", func() (*models.OperationalWebhookEndpointSecretOut, error) { return endpoint.GetSecret(ctx, ep) })
	do(name+"RotateSecret", func() error {
		return endpoint.RotateSecret(ctx, ep, models.OperationalWebhookEndpointSecretIn{}, nil)
	})
	do(name+"Delete", func() error { return endpoint.Delete(ctx, ep) })
}

func poller(client *svix.Svix, app string) {
	sink := createPoller(app)
	type out = *models.PollingEndpointOut
	poller := client.Message.Poller
	call("Message.Poller.Poll", func() (out, error) { return poller.Poll(ctx, app, sink, nil) })
	call("Message.Poller.ConsumerPoll", func() (out, error) { return poller.ConsumerPoll(ctx, app, sink, "one", nil) })
	call("Message.Poller.ConsumerSeek", func() (*models.PollingEndpointConsumerSeekOut, error) {
		return poller.ConsumerSeek(ctx, app, sink, "one", models.PollingEndpointConsumerSeekIn{After: time.Now()}, nil)
	})
}

func createPoller(app string) string {
	request, err := http.NewRequest("POST", server+"/api/v1/app/"+app+"/poller", bytes.NewBufferString(`{"uid": "go"}`))
	if err != nil {
		panic(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(err)
	}
	defer answer.Body.Close()
	var poller struct{ Id string }
	if err := json.NewDecoder(answer.Body).Decode(&poller); err != nil || poller.Id == "" {
		return "go"
	}
	return poller.Id
}

func ends(client *svix.Svix, app, ep, msg string) {
	do("Message.ExpungeContent", func() error { return client.Message.ExpungeContent(ctx, app, msg) })
	call("Message.ExpungeAllContents", func() (*models.ExpungeAllContentsOut, error) {
		return client.Message.ExpungeAllContents(ctx, app, nil)
	})
	portal := call("Authentication.AppPortalAccess", func() (*models.AppPortalAccessOut, error) {
		return client.Authentication.AppPortalAccess(ctx, app, models.AppPortalAccessIn{}, nil)
	}, func(it *models.AppPortalAccessOut) bool { return it.Token != "" && it.Url != "" })
	do("Authentication.Logout", func() error { return clientWith(portal.Token).Authentication.Logout(ctx, nil) })
	do("Authentication.ExpireAll", func() error {
		return client.Authentication.ExpireAll(ctx, app, models.ApplicationTokenExpireIn{}, nil)
	})
	do("Endpoint.Delete", func() error { return client.Endpoint.Delete(ctx, app, ep) })
	do("Application.Delete", func() error { return client.Application.Delete(ctx, app) })
	do("Health.Get", func() error { return client.Health.Get(ctx) })
}
