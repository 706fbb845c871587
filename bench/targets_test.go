package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestProcessesAreNumbersOrFilesThatBeginWithOne(t *testing.T) {
	file := filepath.Join(t.TempDir(), "postmaster.pid")
	if err := os.WriteFile(file, []byte("42\n/var/lib/postgresql\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var s settings
	for _, flag := range []string{"svix=7," + file, "outpost=8"} {
		if err := s.pids.Set(flag); err != nil {
			t.Fatal(err)
		}
	}
	if pids, err := s.processes("svix"); err != nil || !slices.Equal(pids, []int{7, 42}) {
		t.Errorf("%v %v", pids, err)
	}
	s.pids = pairs{{"svix", "nothing.pid"}}
	if _, err := s.processes("svix"); err == nil {
		t.Error("a missing file was taken")
	}
}

func TestPeerNeedsAKnownNameAndAToken(t *testing.T) {
	var s settings
	if s.peers.Set("unknown=http://127.0.0.1") == nil || s.peers.Set("svix") == nil {
		t.Error("a bad flag was taken")
	}
	if err := s.peers.Set("svix=http://127.0.0.1:8071/"); err != nil {
		t.Fatal(err)
	}
	t.Setenv("BENCH_SVIX_TOKEN", "")
	if _, err := s.runningPeers(); err == nil {
		t.Error("no token was needed")
	}
	t.Setenv("BENCH_SVIX_TOKEN", "secret")
	peers, err := s.runningPeers()
	if err != nil || len(peers) != 1 || peers[0].server != (server{"http://127.0.0.1:8071", "secret"}) {
		t.Errorf("%+v %v", peers, err)
	}
}

func TestDatabaseNeedsADataDirectoryForAllRows(t *testing.T) {
	program := filepath.Join(t.TempDir(), "sealpost")
	t.Setenv("SEALPOST_DATABASE_URL", "jdbc:postgresql://127.0.0.1/bench")
	if _, err := (settings{sealpost: program}).installation(); err == nil {
		t.Error("a new data directory for each row was taken")
	}
}
