package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const (
	startLimit = 2 * time.Minute
	stopLimit  = time.Minute
)

// installation is a Sealpost on this machine that the driver starts itself, anew for every row.
type installation struct {
	program string // the launcher or the jar
	java    string // runs the jar
	options []string
	data    string // used for all rows; empty: a new data directory for each
	work    string // home, logs and new data directories
}

// node is one start of it.
type node struct {
	process *exec.Cmd
	ended   chan error
	url     string
	data    string
	log     string
}

// findProgram gives the launcher if this build made one, and the jar otherwise.
func findProgram() (string, error) {
	for _, folder := range []string{".", ".."} {
		for _, name := range []string{"target/sealpost/bin/sealpost", "target/sealpost.jar"} {
			path := filepath.Join(folder, name)
			if _, err := os.Stat(path); err == nil {
				return filepath.Abs(path)
			}
		}
	}
	return "", errors.New("neither target/sealpost/bin/sealpost nor target/sealpost.jar is here: run mvn package, name one with " +
		"-sealpost, or leave Sealpost out with -sealpost none")
}

// start returns when the node is ready.
func (i installation) start(name string) (*node, error) {
	data := i.data
	if data == "" {
		data = filepath.Join(i.work, name)
	}
	home := filepath.Join(i.work, "home")
	for _, folder := range []string{data, home} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return nil, err
		}
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	n := &node{url: fmt.Sprintf("http://127.0.0.1:%d", port), data: data, log: filepath.Join(i.work, name+".log"), ended: make(chan error, 1)}
	log, err := os.Create(n.log)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	n.process = exec.Command(i.program)
	if strings.HasSuffix(i.program, ".jar") {
		n.process = exec.Command(i.java, append(append([]string(nil), i.options...), "-jar", i.program)...)
	}
	n.process.Dir, n.process.Stdout, n.process.Stderr = i.work, log, log
	n.process.Env = append(os.Environ(), fmt.Sprintf("SERVER_PORT=%d", port), "SEALPOST_DATA="+data, "SEALPOST_HOME="+home,
		"SEALPOST_EGRESS_ALLOW=127.0.0.0/8", "SEALPOST_BROKER_CORE_PORT=0", "SEALPOST_BROKER_AMQP_PORT=0")
	n.process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // an interrupt at the terminal is for the driver alone
	if err := n.process.Start(); err != nil {
		return nil, fmt.Errorf("%s cannot be started: %w", i.program, err)
	}
	go func() { n.ended <- n.process.Wait() }()
	if err := n.awaitReady(); err != nil {
		n.stop()
		return nil, err
	}
	return n, nil
}

func (n *node) awaitReady() error {
	client := http.Client{Timeout: 2 * time.Second}
	for limit := time.Now().Add(startLimit); time.Now().Before(limit); {
		select {
		case err := <-n.ended:
			n.ended <- err
			return fmt.Errorf("Sealpost ended instead of starting (%v): see %s", err, n.log)
		case <-time.After(20 * time.Millisecond):
		}
		if answer, err := client.Get(n.url + "/api/v1/health"); err == nil {
			answer.Body.Close()
			if answer.StatusCode < 300 {
				return nil
			}
		}
	}
	return fmt.Errorf("Sealpost was not ready after %s: see %s", startLimit, n.log)
}

// server gives its address and the API token that it made.
func (n *node) server() (server, error) {
	token, err := os.ReadFile(filepath.Join(n.data, "api-token"))
	if err != nil {
		return server{}, fmt.Errorf("the API token cannot be read (a database needs the data directory that it was created with: -data): %w", err)
	}
	return server{n.url, strings.TrimSpace(string(token))}, nil
}

// stop ends the node in an orderly way, and by force if that takes too long.
func (n *node) stop() {
	n.process.Process.Signal(syscall.SIGTERM)
	select {
	case <-n.ended:
	case <-time.After(stopLimit):
		syscall.Kill(-n.process.Process.Pid, syscall.SIGKILL)
		<-n.ended
	}
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
