package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/queries"
	"github.com/uythac/uythac/schemas"
)

// sums are the entries of facts that the file keeps added up; nil when it does not, or when they are to be listed: they are those of
// its latest day, and files written before there were any have none.
func (w *Warehouse) sums(ctx context.Context, m schemas.Measure, b Behind, look Look) (st *Stage, err error) {
	if m.Sums == "" || look.List {
		return nil, nil
	}
	defer func() {
		if err != nil {
			st, err = nil, fmt.Errorf("%s: %w", m.Sums, err)
		}
	}()
	if w.kept == nil {
		if w.kept, err = w.keptSums(ctx); err != nil {
			return nil, err
		}
	}
	if !w.kept.has(m.Sums, b) {
		return nil, nil
	}
	from, err := selected(m.Sums, b)
	if err != nil {
		return nil, err
	}
	switch {
	case m.Loans != "": // of the groups found
		from = w.with("FROM (" + from + ") SEMI JOIN found USING (group_code)")
	case m.Among:
		from = w.with("FROM (" + from + ") SEMI JOIN found USING (contract_no)")
	}
	st = &Stage{Query: m.Entries}
	return st, w.kinds(ctx, st, "SELECT entry_type, from_class, to_class, reversal, sum(entries)::BIGINT AS entries, sum(amount)::BIGINT FROM ("+from+") GROUP BY ALL")
}

// passing sums up the rows of a SELECT that reads the facts in found, which stay what was found.
func (w *Warehouse) passing(ctx context.Context, name string) (st Stage, err error) {
	q, ok := queries.Explain(name)
	if !ok {
		return st, fmt.Errorf("there is no query %s", name)
	}
	st.Query = name
	err = w.s.conn.QueryRowContext(ctx, w.with("SELECT count(*), coalesce(sum(amount), 0)::BIGINT FROM ("+q.SQL+")")).Scan(&st.Count, &st.Sum)
	if err != nil {
		err = fmt.Errorf("%s: %w", name, err)
	}
	return st, err
}

// keptSums are the tables of entries that a file keeps added up, and the days whose they are: all of the latest, balances also of the day that it
// is compared with.
type keptSums struct {
	tables       []string
	latest, base calendar.Day
}

// noDay is before all days.
const noDay calendar.Day = math.MinInt32

func (w *Warehouse) keptSums(ctx context.Context) (*keptSums, error) {
	kept := keptSums{latest: noDay, base: noDay}
	return &kept, w.s.each(ctx, "SELECT as_of, base_on, (SELECT string_agg(DISTINCT table_name, ' ') FROM meta.definition WHERE table_name LIKE 'fact.%_sum') FROM meta.fact_day WHERE latest", func(scan scanner) error {
		var latest, base sql.NullTime
		var tables sql.NullString
		err := scan(&latest, &base, &tables)
		kept.tables = strings.Fields(tables.String)
		kept.latest = day(latest.Time)
		if base.Valid {
			kept.base = day(base.Time)
		}
		return err
	})
}

// has tells whether what a SELECT of sums reads is kept of the time asked for: the SELECT is named as the table, in the plural.
func (k *keptSums) has(sums string, b Behind) bool {
	if !slices.Contains(k.tables, "fact."+strings.TrimSuffix(sums, "s")) {
		return false
	}
	return b.Last == k.latest || sums != "interest_sums" && b.First == k.base && b.Last == k.base
}

// kinds reads entries summed by what they are: type, from class, to class, whether reversals, number, amount.
func (w *Warehouse) kinds(ctx context.Context, st *Stage, query string) (err error) {
	st.Kinds, err = w.s.table(ctx, query+" ORDER BY ALL")
	for _, k := range st.Kinds {
		st.Count += k[4].(int64)
		st.Sum += k[5].(int64)
	}
	return err
}
