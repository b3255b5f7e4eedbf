package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/uythac/uythac/queries"
)

// numbered are the columns by which the facts of these SELECTs are told apart. There may be a hundred thousand of them, or
// ten times that in a year, and to keep them takes longer than to look for them again: each time only the columns in question.
var numbered = map[string][]string{"loan_facts": {"as_of", "contract_no"}, "deposit_facts": {"as_of", "customer_code"}, "group_loans": {"as_of", "contract_no"}}

// narrowed are the SELECTs that limit the facts of loan_facts, and the entries kept for them, to those whose column is in, or not in, what they list, and when.
var narrowed = []struct {
	column, in, query string
	when              func(measure string, row map[string]string) bool
}{
	{"contract_no", "IN", "loan_term", func(measure string, row map[string]string) bool {
		return row["term"] != "" || strings.HasSuffix(measure, "_term") && measure != "in_term"
	}},
	{"contract_no", "IN", "loan_cause", func(_ string, row map[string]string) bool { _, asked := row["cause"]; return asked }},
	{"programme_code", "NOT IN", "loan_activity", func(measure string, _ map[string]string) bool { return strings.HasPrefix(measure, "inactive") }},
}

// selected is the SELECT of facts of that name, narrowed to what is asked.
func selected(name string, b Behind) (string, error) {
	q, ok := queries.Explain(name)
	if !ok {
		return "", fmt.Errorf("there is no such query")
	}
	text := q.SQL
	for _, n := range narrowed {
		if !slices.Contains([]string{"loan_facts", "interest_sums", "principal_sums", "principal_flow_sums"}, name) || !n.when(b.Measure, b.Row) {
			continue
		}
		limit, ok := queries.Explain(n.query)
		if !ok {
			return "", fmt.Errorf("there is no query %s", n.query)
		}
		text = "FROM (" + text + ") WHERE " + n.column + " " + n.in + " (" + limit.SQL + ")"
	}
	return text, nil
}

// stage makes what is found the rows of a SELECT and sums them up. Few are kept as a table, since to look for them again costs
// more; they must be, when the SELECT itself reads what was found. With tell they are told from others.
func (w *Warehouse) stage(ctx context.Context, name, counts string, b Behind, top int, tell bool) (st Stage, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("%s: %w", name, err)
		}
	}()
	st.Query = name
	from, err := selected(name, b)
	if err != nil {
		return st, err
	}
	if !lined(name) {
		if err := w.s.exec(ctx, "CREATE OR REPLACE TEMP TABLE "+name+" AS "+w.with(from)); err != nil {
			return st, err
		}
		from = "FROM temp." + name
	}
	w.found = from
	keys, hash, least := "0", "NULL", "NULL"
	if counts != "" {
		keys = "count(DISTINCT " + counts + ")"
	}
	if key := numbered[name]; key != nil && tell {
		hash = "bit_xor(hash(" + strings.Join(key, ", ") + "))"
	}
	if lined(name) && top > 0 {
		least = fmt.Sprintf("list_min(max(abs(amount), %d))", top)
	}
	var told sql.Null[uint64]
	err = w.s.conn.QueryRowContext(ctx, w.with("SELECT count(*), "+keys+", coalesce(sum(amount), 0)::BIGINT, "+hash+", "+least+" FROM found")).Scan(&st.Count, &st.Keys, &st.Sum, &told, &st.least)
	if told.Valid {
		st.told = fmt.Sprint(st.Count, " ", told.V)
	}
	return st, err
}

// with puts the facts found before a SELECT that reads them.
func (w *Warehouse) with(query string) string {
	if w.found == "" {
		return query
	}
	return "WITH found AS NOT MATERIALIZED (" + w.found + ") FROM (" + query + ")"
}

// lined tells whether facts have a line.
func lined(name string) bool { return numbered[name] != nil && name != "group_loans" }

// unlined are the columns of facts but for the line.
const unlined = "COLUMNS(c -> c <> 'line')"

// largest names the columns of the facts, and reads those of the largest amounts, the least of which is known where facts have a line;
// neither when neither is wanted.
func (w *Warehouse) largest(ctx context.Context, facts string, least any, look Look) (columns []string, rows [][]any, err error) {
	key := strings.Join(numbered[facts], ", ")
	switch {
	case look.Top == 0 && !look.List:
		return nil, nil, nil
	case look.Top == 0 || key == "":
		if columns, _, err = w.s.named(ctx, w.with("SELECT "+unlined+" FROM found LIMIT 0")); err != nil || look.Top == 0 {
			return columns, nil, err
		}
		key = strings.Join(columns, ", ")
	}
	from := "FROM found"
	if least != nil {
		from += fmt.Sprintf(" WHERE line IN (SELECT line FROM found WHERE abs(amount) >= %v)", least)
	}
	return w.s.named(ctx, w.with(fmt.Sprintf("SELECT %s %s ORDER BY abs(amount) DESC, %s LIMIT %d", unlined, from, key, look.Top)))
}
