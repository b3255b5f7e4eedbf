package warehouse

import (
	"context"
	"fmt"

	"github.com/uythac/uythac/schemas"
)

// Beside is the same file over a connection of its own, with variables of its own, for what is asked at the same time: facts of one
// day are read by one core, and what takes longer to plan than to run is planned by one. It is made once, and closed with the file.
func (w *Warehouse) Beside(ctx context.Context) (*Warehouse, error) {
	if w.beside != nil {
		return w.beside, nil
	}
	conn, err := w.s.db.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("a second connection: %w", err)
	}
	w.beside = &Warehouse{s: &session{db: w.s.db, conn: conn}, summed: map[string]*Stage{}}
	return w.beside, w.beside.s.exec(ctx, "USE warehouse")
}

// apart reads the largest facts of a figure of one term on the connection beside, while w goes on to the entries; what it returns
// waits for it. Facts kept in a table are w's alone.
func (w *Warehouse) apart(ctx context.Context, m schemas.Measure, b Behind, least any, look Look) (wait func() ([]string, [][]any, error)) {
	if w.beside == nil || look.Several || look.List || look.Top == 0 || numbered[m.Facts] == nil || m.Loans != "" {
		columns, rows, err := w.largest(ctx, m.Facts, least, look)
		return func() ([]string, [][]any, error) { return columns, rows, err }
	}
	var columns []string
	var rows [][]any
	var err error
	done := make(chan struct{})
	go func(other *Warehouse, found string) {
		defer close(done)
		if _, err = other.pose(ctx, b); err == nil {
			other.found = found
			columns, rows, err = other.largest(ctx, m.Facts, least, look)
		}
	}(w.beside, w.found)
	return func() ([]string, [][]any, error) { <-done; return columns, rows, err }
}
