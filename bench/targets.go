package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// What the flags and the environment say about the products that are measured.

// measureLocal starts a fresh node for the row.
func (s settings) measureLocal(b *bench, r row, local installation) (result, error) {
	n, err := local.start(r.name)
	if err != nil {
		return result{}, err
	}
	defer func() {
		n.stop()
		if local.data == "" {
			os.RemoveAll(n.data)
		}
	}()
	address, err := n.server()
	if err != nil {
		return result{}, err
	}
	pids, err := s.processes(sealpost{}.name())
	if err != nil {
		return result{}, err
	}
	return b.measure(r, running{sealpost{}, address, append(pids, n.process.Process.Pid)})
}

// installation is nil if no local Sealpost is wanted.
func (s settings) installation() (*installation, error) {
	if s.sealpost == "none" {
		return nil, nil
	}
	program, err := s.sealpost, error(nil)
	if program == "" {
		program, err = findProgram()
	} else {
		program, err = filepath.Abs(program)
	}
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(program, ".jar") {
		if _, err := exec.LookPath(s.java); err != nil {
			return nil, fmt.Errorf("no Java to run the jar with: set JAVA_HOME or -java: %w", err)
		}
	}
	if s.data == "" && os.Getenv("SEALPOST_DATABASE_URL") != "" {
		return nil, errors.New("SEALPOST_DATABASE_URL is set: the rows share that database, so they have to share a data directory: -data")
	}
	data := s.data
	if data != "" {
		if data, err = filepath.Abs(data); err != nil {
			return nil, err
		}
	}
	work, err := os.MkdirTemp("", "sealpost-bench-")
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(os.Stderr, "%s; logs in %s\n", program, work)
	return &installation{program, s.java, strings.Fields(s.javaOptions), data, work}, nil
}

func (s settings) runningPeers() ([]running, error) {
	var all []running
	for _, peer := range s.peers {
		p, err := productNamed(peer.name)
		if err != nil {
			return nil, err
		}
		variable := "BENCH_" + strings.ToUpper(peer.name) + "_TOKEN"
		token := os.Getenv(variable)
		if token == "" {
			return nil, fmt.Errorf("no token for %s: set %s", peer.name, variable)
		}
		pids, err := s.processes(peer.name)
		if err != nil {
			return nil, err
		}
		all = append(all, running{p, server{strings.TrimRight(peer.value, "/"), token}, pids})
	}
	return all, nil
}

// processes reads the ids that were named for a product.
func (s settings) processes(name string) ([]int, error) {
	var pids []int
	for _, p := range s.pids {
		if p.name != name {
			continue
		}
		for _, text := range strings.Split(p.value, ",") {
			if content, err := os.ReadFile(text); err == nil {
				text = string(content)
			}
			first := strings.Fields(text + " -")[0]
			pid, err := strconv.Atoi(first)
			if err != nil {
				return nil, fmt.Errorf("-pids %s: %q is neither the id of a process nor a file that begins with one", name, first)
			}
			pids = append(pids, pid)
		}
	}
	return pids, nil
}
