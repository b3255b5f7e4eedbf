package serve_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow/flight/flightsql"

	"github.com/uythac/uythac/pipeline/warehouse"
)

// shapes are results of which Flight SQL is measured: rows as figures have them, and narrow ones.
var shapes = map[string]string{
	"wide":   "SELECT range AS a, range * 7 AS b, range % 100 AS c, range / 3.0 AS d, DATE '2020-01-01' + (range % 365)::INT AS e, 'union ' || (range % 12) AS f, range * 1000 AS g, range % 7 = 0 AS h FROM range(3000000)",
	"narrow": "SELECT range AS a FROM range(5000000)",
}

// BenchmarkFlight compares rows through the Flight door, with Go's client as it comes, with the same statement from DuckDB to Arrow in this
// process: batches of 2,048 rows as DuckDB makes them, that nobody joins, writes or looks at. Both have two threads of DuckDB; client,
// server and worker share the cores that the other has for itself.
func BenchmarkFlight(b *testing.B) {
	h := open(b)
	_, file := published(b)
	c := h.client(b)
	for name, sql := range shapes {
		b.Run(name, func(b *testing.B) {
			var inside, outside []float64
			for range max(5, b.N) { // the best of some: what else the machine does only ever slows down
				inside = append(inside, local(b, file, sql))
				outside = append(outside, remote(b, h.as(b, "all_of_it"), c, sql))
			}
			slices.Sort(inside)
			slices.Sort(outside)
			own, opponent := outside[len(outside)-1], inside[len(inside)-1]
			b.ReportMetric(own, "rows/s")
			b.ReportMetric(opponent, "in-process-rows/s")
			b.ReportMetric(own/opponent, "ratio")
		})
	}
}

// local is rows a second from DuckDB to Arrow in this process.
func local(b testing.TB, file, sql string) float64 {
	w, err := warehouse.OpenAdHoc(file, warehouse.AdHocLimits{Threads: 2})
	must(b, err)
	defer w.Close()
	began := time.Now()
	rows, err := w.Query(b.Context(), sql, nil)
	must(b, err)
	defer rows.Close()
	n := int64(0)
	for {
		batch, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return float64(n) / time.Since(began).Seconds()
		}
		must(b, err)
		n += batch.NumRows()
		batch.Release()
	}
}

// remote is the same through the door.
func remote(b testing.TB, ctx context.Context, c *flightsql.Client, sql string) float64 {
	began := time.Now()
	i, err := c.Execute(ctx, sql)
	must(b, err)
	r, err := c.DoGet(ctx, i.Endpoint[0].Ticket)
	must(b, err)
	defer r.Release()
	n := int64(0)
	for r.Next() {
		n += r.RecordBatch().NumRows()
	}
	must(b, r.Err())
	return float64(n) / time.Since(began).Seconds()
}

// BenchmarkClients lets 100 clients ask for reports, trends and statements at once, for SERVE_TIME (default 10s), and prints how
// long they wait.
func BenchmarkClients(b *testing.B) {
	h := open(b)
	span, err := time.ParseDuration(os.Getenv("SERVE_TIME"))
	if err != nil {
		span = 10 * time.Second
	}
	paths := []string{"/api/reports", "/api/reports/outstanding_by_union", "/api/reports/deposits_by_union?format=csv", "/api/trends/series?limit=100", "/api/reports/ratings_by_union",
		"/api/reports/outstanding_by_union?lang=en", "/api/query?sql=" + url.QueryEscape("SELECT union_code, sum(outstanding) AS s FROM report.outstanding_by_union GROUP BY ALL ORDER BY 1")}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 200}}
	ask := func(role, path string) (time.Duration, bool) {
		began := time.Now()
		r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, "http://"+h.web+path, nil)
		must(b, err)
		r.Header.Set("Authorization", "Bearer "+h.tokens[role])
		res, err := client.Do(r)
		if err != nil {
			return 0, false
		}
		_, err = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
		return time.Since(began), err == nil && res.StatusCode == http.StatusOK
	}
	var mu sync.Mutex
	var waits []time.Duration
	failed := 0
	var clients sync.WaitGroup
	end := time.Now().Add(span)
	for n := range 100 {
		clients.Go(func() {
			for i := n; time.Now().Before(end); i++ {
				took, ok := ask([]string{"all_of_it", "unions"}[n%2], paths[i%len(paths)])
				mu.Lock()
				if waits = append(waits, took); !ok {
					if failed++; failed < 4 {
						b.Logf("%s was not answered after %v", paths[i%len(paths)], took)
					}
				}
				mu.Unlock()
				time.Sleep(100 * time.Millisecond) // who reads looks at it for a while
			}
		})
	}
	clients.Wait()
	slices.Sort(waits)
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	b.ReportMetric(float64(len(waits))/span.Seconds(), "requests/s")
	b.ReportMetric(float64(waits[len(waits)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(waits[len(waits)*95/100].Microseconds())/1000, "p95-ms")
	b.ReportMetric(float64(waits[len(waits)*95/100])/float64(250*time.Millisecond), "ratio-of-250ms")
	b.ReportMetric(float64(failed), "errors")
	b.ReportMetric(float64(memory.Sys>>20), "MB")
}
