package warehouse

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// history writes the runs so far, in one statement a table.
func (b *builder) history(ctx context.Context) error {
	var runs, steps []string
	for _, r := range b.in.History {
		ended := "NULL"
		if !r.End.IsZero() {
			ended = moment(r.End)
		}
		runs = append(runs, fmt.Sprintf("(%s, %s, %s, %s, %s, %s, %s, %s, %s)", quote(r.ID), moment(r.Start), ended,
			quote(r.Trigger), quote(r.Outcome), quote(r.Cause), quote(r.Through), quote(r.File), quote(r.Error)))
		for i, s := range r.Steps {
			steps = append(steps, fmt.Sprintf("(%s, %d, %s, %s, %d, %d, %d, %d, %d, %d, %d, %d, %d, %d, %d, %d, %s)", quote(r.ID), i+1, quote(s.Name), moment(s.Start),
				s.Duration.Milliseconds(), s.Rows, s.Bytes, s.Units, s.Heals, s.Quarantined, s.Checks, s.Objections, s.Warnings, s.Retries, s.Cost.Queries, s.Cost.Bytes, quote(s.Error)))
		}
	}
	var statements []string
	if runs != nil {
		statements = append(statements, "INSERT INTO meta.run_history VALUES "+strings.Join(runs, ",\n"))
	}
	if steps != nil {
		statements = append(statements, "INSERT INTO meta.run_step VALUES "+strings.Join(steps, ",\n"))
	}
	return b.exec(ctx, statements...)
}

// moment writes a time as DuckDB reads it.
func moment(t time.Time) string {
	return "TIMESTAMP " + quote(t.UTC().Format("2006-01-02 15:04:05.000000"))
}
