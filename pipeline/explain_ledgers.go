package pipeline

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

// open opens the published file, for a figure whose entries are in the lake with the ledger files of the snapshots
// that it was built from. Where the lake cannot be read, that is why there are no entries.
func (x *Explanation) open(ctx context.Context, c Config, cell Cell) (*warehouse.Warehouse, error) {
	path, err := published(c)
	if err != nil {
		return nil, err
	}
	needed := inLake(cell)
	w, err := warehouse.OpenTraced(ctx, path, func(snapshots map[string]int64) map[string][]string {
		if !needed {
			return nil
		}
		files, err := ledgerFiles(ctx, c, snapshots)
		if err != nil {
			x.Missed = err.Error()
		}
		return files
	})
	return w, unreadable(err)
}

// inLake tells whether entries behind a figure are in the lake's files; not of what cannot be explained.
func inLake(cell Cell) bool {
	t, ok := schemas.Lookup(cell.Report)
	if !ok || len(t.Key) < 2 {
		return false
	}
	key, err := rowKey(t.Key[1:], cell.Row)
	if err != nil {
		return false
	}
	o, _ := schemas.OriginOf(t, cell.Column, key[0])
	return o.Lake()
}

// ledgerFiles lists the files of both ledgers in the snapshots given.
func ledgerFiles(ctx context.Context, c Config, snapshots map[string]int64) (files map[string][]string, err error) {
	return ledgerMonths(ctx, c, snapshots, math.MinInt32, math.MaxInt32)
}

// ledgerMonths lists those of the months from one to another, both included.
func ledgerMonths(ctx context.Context, c Config, snapshots map[string]int64, from, to calendar.Month) (files map[string][]string, err error) {
	if !lake.Exists(c.Lake.Path) {
		return nil, fmt.Errorf("there is no lake in %s", c.Lake.Path)
	}
	lk, err := lake.Open(ctx, c.Lake.Path, lake.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, lk.Close()) }()
	files = map[string][]string{}
	for _, t := range []*schemas.Table{&schemas.LoanLedger, &schemas.DepositLedger} {
		id, ok := snapshots[t.Name]
		if !ok {
			continue // 0 would be the present snapshot
		}
		parts, err := lk.Files(ctx, t, id)
		if err != nil {
			return nil, err
		}
		for _, p := range parts {
			if p.Unit.Month >= from && p.Unit.Month <= to {
				files[t.Name] = append(files[t.Name], p.Path)
			}
		}
	}
	return files, nil
}
