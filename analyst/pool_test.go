package analyst_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/analyst"
	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/queries"
)

// TestQuery: values come as what they are, with the schema before the first row.
func TestQuery(t *testing.T) {
	p := newPool(t, analyst.Limits{})
	day := calendar.Date(2020, 12, 31)
	r, err := p.Query(t.Context(), file(t), "SELECT $b AS b, $i AS i, $f AS f, $t AS t, $d AS d, $n::INT AS n, [1, NULL] AS l, 1.50::DECIMAL(7,4) AS m, run FROM meta.run",
		map[string]any{"b": true, "i": int64(math.MaxInt64), "f": 0.1, "t": "Hội Phụ nữ '; --", "d": day, "n": nil})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range r.Schema().Fields() {
		names = append(names, f.Name+" "+f.Type.String())
	}
	want := []string{"b bool", "i int64", "f float64", "t utf8", "d date32", "n int32", "l list<l: int32, nullable>", "m decimal(7, 4)", "run utf8"}
	if !slices.Equal(names, want) {
		t.Errorf("schema %q, want %q", names, want)
	}
	var got []string
	for b, err := range r.Batches() {
		if err != nil {
			t.Fatal(err)
		}
		for i := range int(b.NumCols()) {
			got = append(got, b.Column(i).ValueStr(0))
		}
	}
	if want := []string{"true", "9223372036854775807", "0.1", "Hội Phụ nữ '; --", "2020-12-31", "(null)", "[1,null]", "1.5", "run-1"}; !slices.Equal(got, want) {
		t.Errorf("row %q, want %q", got, want)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}

// TestEmpty: a result without rows has its schema.
func TestEmpty(t *testing.T) {
	r, err := newPool(t, analyst.Limits{}).Query(t.Context(), file(t), "SELECT * FROM dim.branch", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	for b, err := range r.Batches() {
		t.Errorf("a batch of %d rows, %v", b.NumRows(), err)
	}
	if !r.Schema().HasField("branch_code") {
		t.Errorf("schema %s", r.Schema())
	}
}

// TestBatches: what comes is in order of its own and whole, in batches that are neither too many nor too large, also when
// values are of very different sizes.
func TestBatches(t *testing.T) {
	p := newPool(t, analyst.Limits{})
	for _, c := range []struct {
		sql         string
		rows, total int64
		most        int // batches
	}{
		{"SELECT range AS n FROM range(1000000)", 1_000_000, 499_999_500_000, 70},
		{"SELECT range AS n, repeat('x', CASE WHEN range % 1000 = 0 THEN 3000000 ELSE 10 END) AS t, [repeat('y', 2000)] AS l FROM range(5000)", 5_000, 12_497_500, 40},
	} {
		r, err := p.Query(t.Context(), file(t), c.sql, nil)
		if err != nil {
			t.Fatal(err)
		}
		var rows, total int64
		batches := 0
		for b, err := range r.Batches() {
			if err != nil {
				t.Fatal(err)
			}
			if b.NumRows() > 16_384 {
				t.Errorf("a batch of %d rows", b.NumRows())
			}
			rows, batches = rows+b.NumRows(), batches+1
			for _, n := range b.Column(0).(*array.Int64).Int64Values() {
				total += n
			}
		}
		if rows != c.rows || total != c.total || batches > c.most {
			t.Errorf("%s: %d rows, sum %d, %d batches", c.sql, rows, total, batches)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestLeftEarly: who reads some rows and closes leaves a worker that answers again.
func TestLeftEarly(t *testing.T) {
	p := newPool(t, analyst.Limits{Concurrency: 1})
	for range 3 {
		r, err := p.Query(t.Context(), file(t), "SELECT * FROM range(1000000000)", nil)
		if err != nil {
			t.Fatal(err)
		}
		for b, err := range r.Batches() {
			if err != nil || b.NumRows() == 0 {
				t.Errorf("%v %v", b, err)
			}
			break
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestCancel: the end of the context stops a statement at once, before its first row and after, and the next is answered.
func TestCancel(t *testing.T) {
	p := newPool(t, analyst.Limits{Concurrency: 1})
	for _, sql := range []string{"SELECT count(*) FROM range(1000000) a, range(1000000) b", "SELECT * FROM range(100000000)", "SELECT sleep_ms(60000)"} {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		start := time.Now()
		_, err := rows(ctx, p, file(t), sql, nil)
		cancel()
		if got := reason(err); got != analyst.Cancelled {
			t.Errorf("%s: %s", sql, got)
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: stopped after %v", sql, took)
		}
		if n, err := rows(t.Context(), p, file(t), "SELECT 1", nil); n != 1 || err != nil {
			t.Errorf("after %s: %d, %v", sql, n, err)
		}
	}
}

// TestConcurrency: more statements than workers wait for their turn, and all are answered.
func TestConcurrency(t *testing.T) {
	p := newPool(t, analyst.Limits{Concurrency: 2})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if n, err := rows(t.Context(), p, file(t), "SELECT * FROM range(100000)", nil); n != 100_000 || err != nil {
				t.Errorf("%d, %v", n, err)
			}
		})
	}
	all.Wait()
}

// TestBusy: who has waited long enough is told so, and what to do.
func TestBusy(t *testing.T) {
	p := newPool(t, analyst.Limits{Concurrency: 1})
	p.Patience = 50 * time.Millisecond
	r, err := p.Query(t.Context(), file(t), "SELECT 1", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rows(t.Context(), p, file(t), "SELECT 2", nil); reason(err) != analyst.Busy || !strings.Contains(err.Error(), "→ wait and ask again, or raise sql.concurrency") {
		t.Errorf("while another runs: %v", err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if _, err := rows(t.Context(), p, file(t), "SELECT 2", nil); err != nil {
		t.Errorf("when it has ended: %v", err)
	}
}

// TestParameters: a parameter that is missing, too many or of no known type is said by name.
func TestParameters(t *testing.T) {
	p := newPool(t, analyst.Limits{})
	for want, params := range map[string]map[string]any{
		"$code has no value":     nil,
		"no parameter $other":    {"code": "1", "other": "2"},
		"type []int":             {"code": []int{1}},
		"bytes that are no text": {"code": "\xff"},
	} {
		if _, err := rows(t.Context(), p, file(t), "SELECT * FROM dim.branch WHERE branch_code = $code", params); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %s", params, err, want)
		}
	}
}

// TestGone: a file that is not there, or is none, is an error; so is a pool that is closed.
func TestGone(t *testing.T) {
	p := newPool(t, analyst.Limits{})
	if _, err := p.Query(t.Context(), file(t)+"x", "SELECT 1", nil); err == nil {
		t.Error("a file that is not there was opened")
	}
	if _, err := p.Query(t.Context(), "pool_test.go", "SELECT 1", nil); err == nil {
		t.Error("a file that is no warehouse was opened")
	}
	p.Close()
	if _, err := p.Query(t.Context(), file(t), "SELECT 1", nil); err == nil {
		t.Error("a closed pool answers")
	}
}

// TestPlace: an error knows its place in the statement, in bytes.
func TestPlace(t *testing.T) {
	p := newPool(t, analyst.Limits{})
	for sql, at := range map[string]int{
		"SELEC 1":                                0,
		"SELECT 'Hội', nothing":                  len("SELECT 'Hội', "),
		"SELECT *\nFROM dim.brunch":              len("SELECT *\nFROM "),
		"SELECT 1, current_setting('x')":         len("SELECT 1, "),
		"SELECT 1; SELECT 2":                     -1,
		"SELECT * FROM dim.branch, query('x')":   len("SELECT * FROM dim.branch, "),
		"SELECT 'x'::INT FROM range(3)":          len("SELECT 'x'"),
		"SELECT sum(name) FROM dim.branch":       len("SELECT "),
		"SELECT branch_code b FROM dim.branch +": len("SELECT branch_code b FROM dim.branch "),
	} {
		_, err := rows(t.Context(), p, file(t), sql, nil)
		var e *analyst.Error
		if !errors.As(err, &e) || e.At != at {
			t.Errorf("%s: %+v, want place %d", sql, e, at)
		}
	}
}

// TestLibrary: every query of the library is let through and is right for the warehouse's tables, with its defaults and without.
func TestLibrary(t *testing.T) {
	p := newPool(t, analyst.Limits{Concurrency: 1})
	for _, q := range queries.Library() {
		params := map[string]any{}
		for _, a := range q.Parameters {
			params[a.Name] = nil
			if n, err := strconv.ParseInt(a.Default, 10, 64); err == nil {
				params[a.Name] = n
			}
		}
		if _, err := rows(t.Context(), p, file(t), q.SQL, params); err != nil {
			t.Errorf("%s: %v", q.Name, err)
		}
	}
}
