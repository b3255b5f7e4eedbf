package warehouse

import (
	"context"
	"fmt"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/queries"
)

// Places says where contracts (what: contract) or deposit customers (customer) stood on an as-of day whose facts
// are in the file: codes by column, by contract or customer. One without a balance or movement in the month is not there.
func (w *Warehouse) Places(ctx context.Context, what string, asOf calendar.Day, keys []string) (map[string]map[string]string, error) {
	q, ok := queries.Explain(what + "_places")
	if !ok {
		return nil, fmt.Errorf("%s has no places", what)
	}
	quoted := make([]string, len(keys))
	for i, k := range keys {
		quoted[i] = quote(k)
	}
	if err := w.set(ctx, map[string]string{"last_on": "DATE " + quote(date(asOf)), "keys": "[" + strings.Join(quoted, ", ") + "]"}); err != nil {
		return nil, err
	}
	columns, rows, err := w.s.named(ctx, q.SQL)
	if err != nil {
		return nil, err
	}
	places := map[string]map[string]string{}
	for _, row := range rows {
		place := map[string]string{}
		for i, name := range columns[1:] {
			place[name] = fmt.Sprint(row[1+i])
		}
		places[fmt.Sprint(row[0])] = place
	}
	return places, nil
}

// Snapshots are the lake snapshots that the file was built from, by table.
func (w *Warehouse) Snapshots(ctx context.Context) (map[string]int64, error) {
	all := map[string]int64{}
	return all, w.s.each(ctx, "SELECT table_name, snapshot_id FROM meta.snapshot", func(scan scanner) error {
		var name string
		var id int64
		err := scan(&name, &id)
		all[name] = id
		return err
	})
}
