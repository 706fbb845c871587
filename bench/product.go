package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// product is a webhook server, as far as the driver has to know it. There is one file for each.
type product interface {
	name() string
	// accepted says, for the reader of the table, what has happened when a post is answered with success.
	accepted() string
	// setUp creates the applications of a plan and their endpoints.
	setUp(s server, p plan) ([]application, error)
	// verify checks the signature of a delivery with the secret of its endpoint.
	verify(d delivery, secret string) error
}

var products = []product{sealpost{}, svix{}, convoy{}, outpost{}, n8n{}}

func productNamed(name string) (product, error) {
	var names []string
	for _, p := range products {
		if p.name() == name {
			return p, nil
		}
		names = append(names, p.name())
	}
	return nil, fmt.Errorf("no product %q: there are %s", name, strings.Join(names, ", "))
}

// plan is what a row needs: so many applications, each with so many endpoints that all get its events.
type plan struct {
	run          string
	applications int
	fanOut       int
	hook         func(application, endpoint int) string
}

// label names an application or an endpoint of this run.
func (p plan) label(numbers ...int) string {
	label := "bench-" + p.run
	for _, n := range numbers {
		label += fmt.Sprintf("-%d", n)
	}
	return label
}

// application is how to post to one, and the secret of each of its endpoints.
type application struct {
	publishing publishing
	secrets    []string
}

// server is a running product.
type server struct {
	url   string
	token string
}

func (s server) bearer() map[string]string {
	return map[string]string{"Authorization": "Bearer " + s.token}
}

var setUpClient = &http.Client{Timeout: 30 * time.Second}

// call sends a request with a JSON body and decodes the JSON answer, unless there is none.
func (s server) call(method, path string, headers map[string]string, body, answer any) error {
	var sent io.Reader = http.NoBody
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return err
		}
		sent = bytes.NewReader(encoded)
	}
	r, err := http.NewRequest(method, s.url+path, sent)
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	response, err := setUpClient.Do(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode > 299 {
		return fmt.Errorf("%s %s was answered %s: %.300s", method, r.URL, response.Status, text)
	}
	if answer == nil || len(text) == 0 {
		return nil
	}
	if err := json.Unmarshal(text, answer); err != nil {
		return fmt.Errorf("the answer to %s %s cannot be read: %w", method, r.URL, err)
	}
	return nil
}
