// Measures etcd with its own client: one line of JSON in for each measurement, one line out.
package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
)

const key = "key"

type request struct {
	Op         string `json:"op"`
	Count      int    `json:"count"`
	InFlight   int    `json:"inFlight"`
	DurationMs int    `json:"durationMs"`
	ValueBytes int    `json:"valueBytes"`
}

type latency struct {
	P50Ms float64 `json:"p50Ms"`
	P99Ms float64 `json:"p99Ms"`
}

type rate struct {
	PerSecond float64 `json:"perSecond"`
}

type operation func(worker int) error

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	endpoint := flag.String("endpoint", "", "the member to talk to")
	connections := flag.Int("connections", 1, "connections that calls are spread over")
	ca := flag.String("ca", "", "certificate of the authority; none for a plain connection")
	certificate := flag.String("certificate", "", "certificate of the client")
	keyPath := flag.String("key", "", "key of the client")
	flag.Parse()
	config := clientv3.Config{Endpoints: []string{*endpoint}, DialTimeout: 10 * time.Second}
	if *ca != "" {
		settings, err := tlsSettings(*ca, *certificate, *keyPath)
		if err != nil {
			return err
		}
		config.TLS = settings
	}
	clients := make([]*clientv3.Client, *connections)
	for i := range clients {
		client, err := clientv3.New(config)
		if err != nil {
			return err
		}
		defer client.Close()
		clients[i] = client
	}
	out := json.NewEncoder(os.Stdout)
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var asked request
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			return err
		}
		answer, err := measure(clients, asked)
		if err != nil {
			return err
		}
		if err := out.Encode(answer); err != nil {
			return err
		}
	}
	return lines.Err()
}

func tlsSettings(ca, certificate, keyPath string) (*tls.Config, error) {
	authority, err := os.ReadFile(ca)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(authority) {
		return nil, errors.New("no certificate of an authority")
	}
	pair, err := tls.LoadX509KeyPair(certificate, keyPath)
	if err != nil {
		return nil, err
	}
	return &tls.Config{RootCAs: pool, Certificates: []tls.Certificate{pair}}, nil
}

func measure(clients []*clientv3.Client, asked request) (any, error) {
	value := string(make([]byte, asked.ValueBytes))
	put := func(worker int) error {
		_, err := clients[worker%len(clients)].Put(context.Background(), key, value)
		return err
	}
	get := func(worker int) error {
		_, err := clients[worker%len(clients)].Get(context.Background(), key)
		return err
	}
	switch asked.Op {
	case "singly":
		return runSingly(put, asked.Count)
	case "write":
		return runMany(put, asked)
	case "read":
		return runMany(get, asked)
	default:
		return nil, fmt.Errorf("there is no operation %q", asked.Op)
	}
}

func runSingly(call operation, count int) (any, error) {
	samples := make([]float64, count)
	for i := range samples {
		start := time.Now()
		if err := call(0); err != nil {
			return nil, err
		}
		samples[i] = float64(time.Since(start)) / float64(time.Millisecond)
	}
	slices.Sort(samples)
	at := func(share float64) float64 { return samples[min(count-1, int(float64(count)*share))] }
	return latency{P50Ms: at(0.5), P99Ms: at(0.99)}, nil
}

// Counts the calls that ended in time.
func runMany(call operation, asked request) (any, error) {
	start := time.Now()
	duration := time.Duration(asked.DurationMs) * time.Millisecond
	var group sync.WaitGroup
	done := make([]int, asked.InFlight)
	last := make([]time.Duration, asked.InFlight)
	failed := make([]error, asked.InFlight)
	for worker := range asked.InFlight {
		group.Go(func() {
			for {
				if err := call(worker); err != nil {
					failed[worker] = err
					return
				}
				elapsed := time.Since(start)
				if elapsed > duration {
					return
				}
				done[worker]++
				last[worker] = elapsed
			}
		})
	}
	group.Wait()
	if err := errors.Join(failed...); err != nil {
		return nil, err
	}
	total := 0
	for _, count := range done {
		total += count
	}
	if total == 0 {
		return rate{}, nil
	}
	return rate{PerSecond: float64(total) / slices.Max(last).Seconds()}, nil
}
