package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// SourceRows are the rows of a table on a day that have these codes, by column; codes of columns that the table does not
// have limit nothing. What is dated by days of its own is taken up to the day, the latest first. At most top are listed, in the same order
// whatever that of the file is.
func (w *Warehouse) SourceRows(ctx context.Context, t *schemas.Table, asOf calendar.Day, codes map[string]string, top int) (st Stage, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("rows of %s: %w", t, err)
		}
	}()
	st.Query, st.Columns = t.String(), names(t.Arrow())
	conditions, order := []string{"true"}, "ALL"
	for _, c := range st.Columns {
		if code, ok := codes[c]; ok {
			conditions = append(conditions, c+" = "+quote(code))
		}
	}
	if slices.Contains([]*schemas.Table{&schemas.WriteOffMonth, &schemas.FeeMonth, &schemas.FeeCommission}, t) { // figures of a year
		conditions = append(conditions, "as_of BETWEEN DATE "+quote(date(asOf.YearStart()))+" AND DATE "+quote(date(asOf)))
		order = "as_of DESC"
	}
	for _, dated := range []struct{ column, condition string }{
		{"as_of", "as_of = "}, {"month_end", "month_end <= "}, {"checked_on", "checked_on <= "}, {"inspected_on", "inspected_on <= "},
		{"submitted_on", "submitted_on <= "}, {"paid_on", "paid_on <= "}, {"valid_from", "valid_from <= "}, {"period_start", "period_start <= "},
	} {
		if _, ok := t.Column(dated.column); ok && order == "ALL" {
			conditions, order = append(conditions, dated.condition+"DATE "+quote(date(asOf))), dated.column+" DESC"
			break
		}
	}
	if order != "ALL" {
		order += ", " + strings.Join(t.Key, ", ")
	}
	from := "FROM " + inSchema(t) + " WHERE " + strings.Join(conditions, " AND ")
	if err = w.s.conn.QueryRowContext(ctx, "SELECT count(*) "+from).Scan(&st.Count); err != nil {
		return st, err
	}
	st.Rows, err = w.s.table(ctx, fmt.Sprintf("SELECT %s %s ORDER BY %s LIMIT %d", strings.Join(st.Columns, ", "), from, order, top))
	return st, err
}
