package pipeline

import (
	"context"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

// LoanEntries are the ledger entries of a contract in the days from one to another, both included, in the lake that a
// published file was built from: columns are names of schemas.LoanLedger. Who may see them is the caller's to know.
func LoanEntries(ctx context.Context, c Config, published, contract string, from, to calendar.Day) (columns []string, rows [][]any, err error) {
	var missed error
	w, err := warehouse.OpenTraced(ctx, published, func(snapshots map[string]int64) map[string][]string {
		files, err := ledgerMonths(ctx, c, map[string]int64{schemas.LoanLedger.Name: snapshots[schemas.LoanLedger.Name]}, from.Month(), to.Month())
		missed = err
		return files
	})
	if err != nil {
		return nil, nil, err
	}
	defer w.Leave()
	if missed != nil {
		return nil, nil, missed
	}
	return w.LoanEntries(ctx, contract, from, to)
}
