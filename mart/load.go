package mart

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/result"
)

// batches are the rows of a table of the file.
type batches = iter.Seq2[arrow.RecordBatch, error]

// child is the table in the store that holds a table's rows of a publication.
func child(t table, number int) string {
	return fmt.Sprintf("%s.%s_%s_%d", store, t.namespace(), t.Name, number)
}

func (p *Publication) child(t table) string { return child(t, p.number) }

// load makes a table's child and fills it from a file. The rows are frozen, which the server does only in the transaction that
// makes the table: transactions that are older would see an empty table otherwise. Without a policy of its own the child shows
// nobody rows but through the table that readers see, not even who may read whatever there is.
func (p *Publication) load(ctx context.Context, file *warehouse.AdHoc, t table) error {
	if err := p.exec(ctx, "CREATE TABLE "+p.child(t)+" "+definition(t)+"; ALTER TABLE "+p.child(t)+" ENABLE ROW LEVEL SECURITY"); err != nil {
		return err
	}
	err := read(ctx, file, t, func(schema *arrow.Schema, rows batches) error { return p.copy(ctx, t, schema, rows) })
	var query *warehouse.QueryError
	if errors.As(err, &query) && query.Reason == warehouse.Invalid {
		return fmt.Errorf("mart: the published file has no such table %s: %s\n  → another version of the program built it: refresh, and publish again", t, query.Problem)
	}
	if err != nil {
		return fmt.Errorf("mart: table %s: %w", t, err)
	}
	end := "ANALYZE " + p.child(t)
	if k := key(t); k != "" {
		end = "ALTER TABLE " + p.child(t) + " ADD " + k + ";" + end
	}
	return p.exec(ctx, end)
}

// read hands out a table's rows of a file.
func read(ctx context.Context, file *warehouse.AdHoc, t table, take func(*arrow.Schema, batches) error) error {
	var names []string
	for _, c := range columns(t) {
		names = append(names, quote(c.Name))
	}
	rows, err := file.Query(ctx, "SELECT "+strings.Join(names, ", ")+" FROM "+quote(t.Kind.Namespace())+"."+quote(t.Name), nil)
	if err != nil {
		return err
	}
	defer rows.Close()
	return take(rows.Schema(), func(yield func(arrow.RecordBatch, error) bool) {
		for {
			b, err := rows.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(nil, err)
				return
			}
			more := yield(b, nil)
			b.Release()
			if !more {
				return
			}
		}
	})
}

// copy sends rows to a child, as CSV: money in digits, ratios in the shortest text that reads back the same.
func (p *Publication) copy(ctx context.Context, t table, schema *arrow.Schema, rows batches) error {
	out, in := io.Pipe()
	done := make(chan error, 1)
	counted := &counter{w: in}
	go func() {
		n, err := result.Write(counted, "csv", schema, rows)
		p.res.Rows += n
		_ = in.CloseWithError(err) // never fails, by its documentation
		done <- err
	}()
	_, err := p.conn.CopyFrom(ctx, out, "COPY "+p.child(t)+" FROM STDIN (FORMAT csv, HEADER true, FREEZE true)")
	_ = out.CloseWithError(errStopped) // lets the writer end when the server did not want all
	wrote := <-done
	p.res.Bytes += counted.n
	if p.o.Progress != nil {
		p.o.Progress(t.namespace()+"."+t.Name, p.res.Rows)
	}
	if wrote != nil && !errors.Is(wrote, errStopped) {
		return wrote
	}
	return p.failed(ctx, err)
}

var errStopped = errors.New("the server takes no more rows")

// counter counts bytes.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}
