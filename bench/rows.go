package main

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// row is one test. Its name says all: closed1, bound10, flood1x64, open1-200, cold1-1000.
type row struct {
	name         string
	cold         bool
	fanOut       int
	applications int
	load         load
	warm, time   time.Duration
}

const (
	closedClients = 64
	openClients   = 256
	lead          = 8192 // deliveries that a bound row may be ahead
)

var rowName = regexp.MustCompile(`^(closed|bound|flood|open|cold)([1-9]\d*)(?:x([1-9]\d*))?(?:-([1-9]\d*))?$`)

// parseRow reads a name. Rows that do not say how many endpoints there are get the given number; 0: one application.
func parseRow(name string, endpoints int, warm, time time.Duration, timeout time.Duration) (row, error) {
	parts := rowName.FindStringSubmatch(name)
	if parts == nil {
		return row{}, fmt.Errorf("no row %q: a row is closed, bound, flood, open or cold, then its fan-out, then x and its endpoints, "+
			"then - and its events a second, such as flood1x64 or open10-200", name)
	}
	kind := parts[1]
	fanOut, _ := strconv.Atoi(parts[2])
	if parts[3] != "" {
		endpoints, _ = strconv.Atoi(parts[3])
	}
	if endpoints == 0 {
		endpoints = fanOut
	}
	if endpoints%fanOut != 0 {
		return row{}, fmt.Errorf("row %s: %d endpoints cannot be spread over applications with %d each", name, endpoints, fanOut)
	}
	rate, _ := strconv.ParseFloat(parts[4], 64)
	open := kind == "open" || kind == "cold"
	if open != (rate > 0) {
		return row{}, fmt.Errorf("row %s: open and cold rows end in their events a second, and only they do", name)
	}
	r := row{name: name, cold: kind == "cold", fanOut: fanOut, applications: endpoints / fanOut, warm: warm, time: time}
	r.load = load{clients: closedClients, timeout: timeout}
	switch kind {
	case "bound":
		r.load.bound = lead
	case "flood":
		r.warm = min(warm, floodWarm)
	case "open", "cold":
		r.load.clients, r.load.rate = openClients, rate
	}
	if r.cold {
		r.warm = 0
	}
	return r, nil
}

// floodWarm is the time after which a flood has to be level.
const floodWarm = 10 * time.Second
