package serve_test

import (
	"context"
	"errors"
	"io"
	"slices"
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
