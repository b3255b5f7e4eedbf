package analyst_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/uythac/uythac/analyst"
	"github.com/uythac/uythac/pipeline/warehouse"
)

// TestMain is also the worker of the tests, as main is of the program.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "work" {
		if err := analyst.Work(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	if len(os.Args) > 2 && os.Args[1] == "hold" {
		hold(os.Args[2], os.Args[3])
	}
	code := m.Run()
	if dir, err := built(); err == nil {
		_ = os.RemoveAll(dir)
	}
	os.Exit(code)
}

// built makes a warehouse without rows, in a folder of its own.
var built = sync.OnceValues(func() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "analyst-test-"); err != nil {
		return "", err
	}
	run := warehouse.Run{ID: "run-1", Version: "test", StartedAt: time.Date(2021, 1, 1, 2, 3, 4, 0, time.UTC)}
	_, err = warehouse.Build(context.Background(), filepath.Join(dir, "warehouse-1.duckdb"), warehouse.Input{Run: run}, warehouse.Options{})
	return dir, err
})

func file(t testing.TB) string {
	t.Helper()
	dir, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "warehouse-1.duckdb")
}

func newPool(t testing.TB, l analyst.Limits) *analyst.Pool {
	t.Helper()
	p := analyst.New(l, os.Args[0], "work")
	t.Cleanup(p.Close)
	return p
}

// rows runs a statement and counts its rows.
func rows(ctx context.Context, p *analyst.Pool, file, statement string, params map[string]any) (n int64, err error) {
	r, err := p.Query(ctx, file, statement, params)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	for b, err := range r.Batches() {
		if err != nil {
			return n, err
		}
		n += b.NumRows()
	}
	return n, nil
}

func reason(err error) string {
	var e *analyst.Error
	switch {
	case err == nil:
		return "ok"
	case errors.As(err, &e):
		return e.Reason
	}
	return err.Error()
}
