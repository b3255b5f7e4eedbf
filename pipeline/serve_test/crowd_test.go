package serve_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uythac/uythac/access"
	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/mart"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/simulate"
	"github.com/uythac/uythac/pipeline/warehouse"
)

// large is a branch whose doors are measured, as it stands in a folder: of two years, whose roles read three kinds of files.
func large(dir string) pipeline.Config {
	c := configuration(dir)
	c.Serves = true
	c.Mart = mart.Config{Roles: access.Roles{"all_of_it": {All: true}, "unions": {Unions: []string{"11", "12"}}, "cells": {All: true, SuppressBelow: 5}}}
	return c
}

// refreshLarge is a program of its own, as the nightly run is: refresh FOLDER DAY.
func refreshLarge() error {
	through, err := calendar.Parse(os.Args[3])
	if err != nil {
		return err
	}
	_, err = pipeline.Refresh(context.Background(), large(os.Args[2]), pipeline.Options{Through: &through})
	return err
}

// BenchmarkClients lets 100 clients look at pages, reports, trends and lists and ask statements, of a whole branch (SERVE_HOUSEHOLDS: of one of so
// many households): for SERVE_TIME (default 10s) with nothing else at work, and then while a run takes the source's next days, derives, builds, makes the roles'
// files and publishes, as polite as the nightly unit is. It says what report and dashboard calls waited, and statements, what serving took of memory, with its workers
// and these clients, and how long after its publication the new version was first got by the role that got it last. A call without an answer fails it.
func BenchmarkClients(b *testing.B) {
	span, err := time.ParseDuration(os.Getenv("SERVE_TIME"))
	if err != nil {
		span = 10 * time.Second
	}
	households, err := strconv.Atoi(os.Getenv("SERVE_HOUSEHOLDS"))
	if err != nil {
		households = 0 // as simulate has them
	}
	dir := b.TempDir()
	c := large(dir)
	_, err = pipeline.Simulate(b.Context(), pipeline.SimulateOptions{Options: simulate.Options{
		Seed: 1, Households: households, From: calendar.MonthOf(2019, 1), To: calendar.MonthOf(2020, 12)}, Format: "parquet", Out: c.Source.Path}, pipeline.Options{})
	must(b, err)
	must(b, refresh(b.Context(), dir, "2020-12-15"))
	h, err := build(c)
	must(b, err)
	first, err := warehouse.Current(h.dir)
	must(b, err)
	for role, p := range c.Mart.Roles { // it answers all of them
		_, err := os.Stat(pipeline.RoleFile(first, role, p))
		must(b, err)
	}
	paths, err := callsOf(first)
	must(b, err)
	b.Run("quiet", func(b *testing.B) {
		ctx, cancel := context.WithTimeout(b.Context(), span)
		defer cancel()
		newCrowd(h, paths).run(ctx, b)
	})
	b.Run("refresh", func(b *testing.B) {
		crowd := newCrowd(h, paths)
		ctx, cancel := context.WithCancel(b.Context())
		ended := make(chan error, 1)
		began := time.Now()
		go func() {
			err := refresh(ctx, dir, "2020-12-31")
			b.ReportMetric(time.Since(began).Seconds(), "refresh-s")
			time.Sleep(2 * time.Second) // everybody looks once more
			ended <- err
			cancel()
		}()
		crowd.run(ctx, b)
		must(b, <-ended)
		now, err := warehouse.Current(h.dir)
		must(b, err)
		if now == first {
			b.Fatal("nothing new was published")
		}
		kept, err := warehouse.Publications(h.dir)
		must(b, err)
		b.ReportMetric(crowd.lag(b, now, kept[len(kept)-1].At).Seconds(), "seen-after-s")
	})
}

// refresh lets a process of its own do a run, as polite as the unit of the nightly run.
func refresh(ctx context.Context, dir, through string) error {
	var said bytes.Buffer
	run := exec.CommandContext(ctx, "nice", "-n", "5", os.Args[0], "refresh", dir, through)
	run.Stderr = &said
	if err := run.Run(); err != nil {
		return fmt.Errorf("refresh through %s: %w: %s", through, err, said.String())
	}
	return nil
}

// call is what a client asks for.
type call struct {
	path  string
	query bool // a statement, which may cost what it costs
}

// callsOf are the calls of each role: the pages and answers that everybody looks at, and as often those of one of many communes, groups and loans.
func callsOf(file string) (func(role string, r *rand.Rand) call, error) {
	common := []string{"/", "/", "/unions/11", "/places", "/groups", "/trends", "/trends/outstanding", "/trends/overdue_ratio", "/watch", "/quality", "/?lang=en", "/charts/outstanding.svg",
		"/api/reports", "/api/reports/outstanding_by_union", "/api/reports/outstanding_by_union?lang=en", "/api/reports/ratings_by_union", "/api/reports/deposits_by_union?format=csv", "/api/trends/series?limit=100"}
	statements := []string{"SELECT union_code, sum(outstanding) AS s FROM report.outstanding_by_union GROUP BY ALL ORDER BY 1",
		"SELECT as_of, sum(outstanding) FROM indicator.group_month GROUP BY ALL ORDER BY 1", "SELECT commune_code, max(overdue_ratio) FROM report.activity_by_commune GROUP BY ALL ORDER BY 2 DESC LIMIT 10"}
	one := map[string][]string{}
	err := eachRow(file, "", `SELECT what, code FROM (
		SELECT DISTINCT '/communes/' AS what, commune_code AS code FROM whole.indicator.commune_month WHERE union_code = '11' AND as_of = (SELECT max(as_of) FROM whole.indicator.commune_month)
		UNION ALL SELECT DISTINCT '/groups/', group_code FROM whole.indicator.group_month WHERE union_code = '11' AND as_of = (SELECT max(as_of) FROM whole.indicator.group_month)
		UNION ALL SELECT '/loans/', contract_no FROM whole.fact.loan_month WHERE union_code = '11' AND outstanding > 0 AND as_of = (SELECT max(as_of) FROM whole.fact.loan_month)
	) WHERE code <> '' ORDER BY ALL`, func(scan func(...any) error) error {
		var what, code string
		err := scan(&what, &code)
		one[what] = append(one[what], what+code)
		return err
	})
	return func(role string, r *rand.Rand) call {
		pick := func(list []string) string { return list[r.IntN(len(list))] }
		kinds := []string{"/communes/", "/groups/", "/loans/"}
		if role == "cells" {
			kinds = kinds[:2] // it is shown no single loan
		}
		switch n := r.IntN(10); {
		case n == 0:
			return call{"/api/query?sql=" + url.QueryEscape(pick(statements)), true}
		case n < 6:
			return call{pick(common), false}
		}
		return call{pick(one[pick(kinds)]), false}
	}, err
}

// crowd is 100 clients, and what they waited for.
type crowd struct {
	h      *house
	next   func(role string, r *rand.Rand) call
	client *http.Client

	mu    sync.Mutex
	waits map[bool][]time.Duration     // by whether it was a statement
	wrong []string                     // calls without an answer, and why
	seen  map[string]map[int]time.Time // by version and client: when its answer to a report or trend came first
}

func newCrowd(h *house, next func(string, *rand.Rand) call) *crowd {
	return &crowd{h: h, next: next, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 200}}, waits: map[bool][]time.Duration{}, seen: map[string]map[int]time.Time{}}
}

// roles of the clients in turns.
var crowdRoles = []string{"all_of_it", "unions", "cells"}

// run lets the clients ask until ctx ends, and reports.
func (c *crowd) run(ctx context.Context, b *testing.B) {
	var clients sync.WaitGroup
	began := time.Now()
	for n := range 100 {
		clients.Go(func() {
			for r := rand.New(rand.NewPCG(1, uint64(n))); ctx.Err() == nil; { //nolint:gosec // no secret hangs on it
				c.ask(b, n, c.next(crowdRoles[n%len(crowdRoles)], r))
				time.Sleep(100 * time.Millisecond) // who reads looks at it for a while
			}
		})
	}
	most := int64(0)
	for ctx.Err() == nil {
		most = max(most, resident(b))
		time.Sleep(50 * time.Millisecond)
	}
	clients.Wait()
	took := time.Since(began)
	for statement, unit := range map[bool]string{false: "", true: "statement-"} {
		w := c.waits[statement]
		slices.Sort(w)
		if len(w) == 0 {
			b.Fatal("nobody asked")
		}
		for _, p := range []int{50, 95, 99} {
			b.ReportMetric(float64(w[len(w)*p/100].Microseconds())/1000, fmt.Sprintf("%sp%d-ms", unit, p))
		}
	}
	b.ReportMetric(float64(len(c.waits[false])+len(c.waits[true]))/took.Seconds(), "requests/s")
	b.ReportMetric(float64(len(c.wrong)), "errors")
	b.ReportMetric(float64(most>>20), "peak-MB")
	b.ReportMetric(0, "ns/op") // says nothing
	for _, text := range c.wrong[:min(5, len(c.wrong))] {
		b.Error(text)
	}
}

// ask is one call of a client.
func (c *crowd) ask(b *testing.B, client int, what call) {
	began := time.Now()
	r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, "http://"+c.h.web+what.path, nil)
	if err != nil {
		b.Error(err)
		return
	}
	r.Header.Set("Authorization", "Bearer "+c.h.tokens[crowdRoles[client%len(crowdRoles)]])
	res, err := c.client.Do(r)
	status, run := 0, ""
	if err == nil {
		_, err = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
		status, run = res.StatusCode, res.Header.Get("X-Uythac-Version")
	}
	took := time.Since(began)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waits[what.query] = append(c.waits[what.query], took)
	if err != nil || status != http.StatusOK {
		c.wrong = append(c.wrong, fmt.Sprintf("%s was not answered after %v: %d, %v", what.path, took, status, err))
	}
	if c.seen[run] == nil {
		c.seen[run] = map[int]time.Time{}
	}
	if c.seen[run][client].IsZero() {
		c.seen[run][client] = began.Add(took)
	}
}

// lag is how long after its publication the first client of each role had a version, of the role that waited longest.
func (c *crowd) lag(b *testing.B, file string, published time.Time) (longest time.Duration) {
	run := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), "warehouse-"), ".duckdb")
	for i, role := range crowdRoles {
		first := time.Time{}
		for client, at := range c.seen[run] {
			if client%len(crowdRoles) == i && (first.IsZero() || at.Before(first)) {
				first = at
			}
		}
		if first.IsZero() {
			b.Errorf("%s never saw the version that was published", role)
		}
		longest = max(longest, first.Sub(published))
	}
	return longest
}

// resident is what this process and its workers have in memory, in bytes, as Linux tells it; the run of a refresh is not among them.
func resident(b *testing.B) (bytes int64) {
	b.Helper()
	all, err := filepath.Glob("/proc/[0-9]*/statm")
	must(b, err)
	for _, path := range all {
		command, _ := os.ReadFile(filepath.Join(filepath.Dir(path), "cmdline")) // it may have ended, like all below
		text, _ := os.ReadFile(path)
		pages := strings.Fields(string(text))
		own := filepath.Base(filepath.Dir(path)) == strconv.Itoa(os.Getpid()) || strings.HasPrefix(string(command), os.Args[0]+"\x00sql-worker\x00")
		if own && len(pages) > 1 {
			n, err := strconv.ParseInt(pages[1], 10, 64)
			must(b, err)
			bytes += n * int64(os.Getpagesize())
		}
	}
	return bytes
}
