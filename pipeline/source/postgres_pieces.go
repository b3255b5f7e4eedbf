package source

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
)

// Pieces of a table, in blocks of 8 kB: small enough that none is a long query and readers end together,
// large enough that their number does not matter.
const (
	smallestPiece = 512
	largestPiece  = 8192
)

// place is the name under which a configured query gives where a row lies.
const place = "uythac_ctid"

// pieces writes the queries that together read the selected rows: several by where rows lie, when the
// server would otherwise read one whole table from end to end, else one.
func (v *pgView) pieces(ctx context.Context, l *layout, where string) ([]string, error) {
	limits, all := v.pg.config.Limits, v.readQuery(l, l.from, where)
	one := []string{all}
	if v.pg.version < 14 || limits.Connections == 1 && limits.Query == 0 { // 13 has no scan of a range of places
		return one, nil
	}
	plan, err := v.plan(ctx, all)
	if err != nil || plan.Node != "Seq Scan" {
		return one, err
	}
	from, column, ok := placed(l)
	if !ok {
		return one, nil
	}
	piece := func(begin, end int64) string { return v.readQuery(l, from, placeRange(column, begin, end), where) }
	plan, err = v.plan(ctx, piece(1, 2))
	var refused *pgFailure
	if errors.As(err, &refused) || err == nil && plan.Node != "Tid Range Scan" {
		return one, nil // not one plain table after all, or a small one
	}
	if err != nil {
		return nil, err
	}
	blocks, err := v.blocks(ctx, plan)
	if err != nil || blocks <= 2*smallestPiece {
		return one, err
	}
	return cut(blocks, min(max(blocks/int64(4*limits.Connections), smallestPiece), largestPiece), piece), nil
}

// cut writes queries for all blocks, a number of them in each. The last is open: what the table has grown
// by since is of no matter to the moment, but costs nothing.
func cut(blocks, step int64, piece func(begin, end int64) string) (queries []string) {
	for b := int64(0); b < blocks; b += step {
		end := b + step
		if end >= blocks {
			end = 0
		}
		queries = append(queries, piece(b, end))
	}
	return queries
}

// placeRange is the condition for rows that lie from one block up to another; 0 is up to the end.
func placeRange(column string, from, to int64) string {
	condition := fmt.Sprintf("%s >= '(%d,0)'", column, from)
	if to > 0 {
		condition += fmt.Sprintf(" AND %s < '(%d,0)'", column, to)
	}
	return condition
}

var selects = regexp.MustCompile(`(?i)^\s*SELECT\s`)

// placed is a layout's FROM with a column that says where a row lies. Whether that makes sense is for the
// server's plan to say; a query that does not begin with SELECT is left alone.
func placed(l *layout) (from, column string, ok bool) {
	if l.query == "" {
		return l.from, "ctid", true
	}
	begin := selects.FindString(l.query)
	if begin == "" {
		return "", "", false
	}
	return "(\n" + begin + "ctid AS " + place + ", " + l.query[len(begin):] + "\n) AS source", place, true
}

// pgPlan is the top of the server's plan of a query.
type pgPlan struct {
	Node      string   `json:"Node Type"`
	Schema    string   `json:"Schema"`
	Table     string   `json:"Relation Name"`
	Rows      float64  `json:"Plan Rows"`
	IndexCond string   `json:"Index Cond"`
	Plans     []pgPlan `json:"Plans"`
}

func (v *pgView) plan(ctx context.Context, query string) (p pgPlan, err error) {
	var text []byte
	err = v.main().query(ctx, "EXPLAIN (VERBOSE, FORMAT JSON) "+query, asText, func(cells [][]byte) error {
		text = append(text, cells[0]...)
		return nil
	})
	if err != nil {
		return p, err
	}
	var plans []struct{ Plan pgPlan }
	if err := json.Unmarshal(text, &plans); err != nil || len(plans) != 1 {
		return p, fmt.Errorf("the server's plan cannot be read: %w", err)
	}
	return plans[0].Plan, nil
}

// blocks is how many blocks a plan's table has.
func (v *pgView) blocks(ctx context.Context, p pgPlan) (int64, error) {
	name := pgLiteral(pgQuote(p.Schema) + "." + pgQuote(p.Table))
	cells, err := v.main().one(ctx, "SELECT pg_relation_size("+name+"::regclass) / current_setting('block_size')::int")
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(cells[0], 10, 64)
}
