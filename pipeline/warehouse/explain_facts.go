package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/queries"
	"github.com/uythac/uythac/schemas"
)

// kept are the columns by which the facts of these SELECTs are told apart. There may be a hundred thousand of them,
// and to keep every column of each takes longer than to look for a few again.
var kept = map[string][]string{"loan_facts": {"as_of", "contract_no"}, "deposit_facts": {"as_of", "customer_code"}, "group_loans": {"as_of", "contract_no"}}

// facts keeps the facts of a measure in explained.fact and reads the largest.
func (w *Warehouse) facts(ctx context.Context, m schemas.Measure, look Look) (st Stage, err error) {
	if st, err = w.stage(ctx, m.Facts, "fact", m.Counts, look.List); err != nil || look.Top == 0 {
		return st, err
	}
	from, key := "explained.fact", kept[m.Facts]
	if key == nil {
		key = st.Columns
	}
	order := fmt.Sprintf(" ORDER BY abs(amount) DESC, %s LIMIT %d", strings.Join(key, ", "), look.Top)
	if st.Columns == nil {
		largest, err := w.s.table(ctx, "SELECT "+strings.Join(key, ", ")+" FROM "+from+order)
		if err != nil {
			return st, err
		}
		q, _ := queries.Explain(m.Facts) // stage has found it
		from = "(" + q.SQL + ") WHERE " + among(key, largest)
	}
	if st.Columns, st.Rows, err = w.s.named(ctx, "FROM "+from+order); err != nil {
		return st, fmt.Errorf("the largest of %s: %w", m.Facts, err)
	}
	return st, nil
}

// among limits facts to those of some days and numbers, as constants that tell the scan what to read. It leaves in those that
// have the day of one and the number of another; where the facts given are the largest, these come after them.
func among(key []string, facts [][]any) string {
	if len(facts) == 0 {
		return "false"
	}
	days, numbers := make([]string, len(facts)), make([]string, len(facts))
	for i, f := range facts {
		days[i], numbers[i] = "DATE "+quote(date(f[0].(calendar.Day))), quote(f[1].(string))
	}
	return fmt.Sprintf("%s IN (%s) AND %s IN (%s)", key[0], strings.Join(days, ", "), key[1], strings.Join(numbers, ", "))
}

// stage keeps the rows of a SELECT in explained.<into>, whole or only what entries are found by, and sums them up. It names
// the columns when they are kept whole.
func (w *Warehouse) stage(ctx context.Context, name, into, counts string, whole bool) (st Stage, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("%s: %w", name, err)
		}
	}()
	q, ok := queries.Explain(name)
	if !ok {
		return st, fmt.Errorf("there is no such query")
	}
	st.Query = name
	list := "*"
	if key := kept[name]; key != nil && !whole {
		list = strings.Join(key, ", ") + ", amount"
		if counts != "" && !slices.Contains(key, counts) {
			list += ", " + counts
		}
	}
	if err := w.s.exec(ctx, "CREATE OR REPLACE TABLE explained."+into+" AS SELECT "+list+" FROM ("+q.SQL+")"); err != nil {
		return st, err
	}
	keys := "0"
	if counts != "" {
		keys = "count(DISTINCT " + counts + ")"
	}
	err = w.s.conn.QueryRowContext(ctx, "SELECT count(*), "+keys+", coalesce(sum(amount), 0)::BIGINT FROM explained."+into).Scan(&st.Count, &st.Keys, &st.Sum)
	if err == nil && list == "*" {
		st.Columns, _, err = w.s.named(ctx, "FROM explained."+into+" LIMIT 0")
	}
	return st, err
}
