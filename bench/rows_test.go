package main

import (
	"testing"
	"time"
)

func parsed(t *testing.T, name string, endpoints int) row {
	t.Helper()
	r, err := parseRow(name, endpoints, 90*time.Second, 30*time.Second, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestNameSaysWhatARowDoes(t *testing.T) {
	for _, name := range []string{"closed1", "bound10", "flood1x64", "open1-200", "cold10x640-3000"} {
		if r := parsed(t, name, 0); r.name != name {
			t.Errorf("%s became %s", name, r.name)
		}
	}
	if r := parsed(t, "bound10", 0); r.load.bound != lead || r.fanOut != 10 || r.applications != 1 || r.load.rate != 0 {
		t.Errorf("bound10: %+v", r)
	}
	if r := parsed(t, "flood1x64", 0); r.applications != 64 || r.load.bound != 0 || r.warm != floodWarm {
		t.Errorf("flood1x64: %+v", r)
	}
	if r := parsed(t, "cold10x640-3000", 0); !r.cold || r.warm != 0 || r.load.rate != 3000 || r.applications != 64 {
		t.Errorf("cold10x640-3000: %+v", r)
	}
}

func TestEndpointsOfTheFlagAreForRowsThatDoNotSay(t *testing.T) {
	if r := parsed(t, "closed1", 64); r.applications != 64 {
		t.Errorf("closed1: %d applications", r.applications)
	}
	if r := parsed(t, "closed1x8", 64); r.applications != 8 {
		t.Errorf("closed1x8: %d applications", r.applications)
	}
}

func TestBadNamesAreRefused(t *testing.T) {
	for _, name := range []string{"", "open1", "closed1-200", "closed", "warm1", "bound10x64", "open0-200"} {
		if _, err := parseRow(name, 0, 0, 0, 0); err == nil {
			t.Errorf("%q was taken", name)
		}
	}
}
