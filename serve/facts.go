package serve

import (
	"context"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/analyst"
	"github.com/uythac/uythac/calendar"
)

// Facts is what a door says of a file: it is read once.
type Facts struct {
	Through calendar.Day      // last day taken from the source
	Days    []calendar.Day    // as-of days, the latest last
	Asked   []calendar.Day    // those that reports on demand answer for
	Tables  map[string]bool   // tables and views, as schema.name
	Kinds   map[string]string // the same: TABLE or VIEW
	Failed  int64             // checks that object
	Warned  int64             // checks that warn
}

const factsQuery = `SELECT 'day', as_of::VARCHAR FROM meta.as_of
UNION ALL SELECT 'asked', as_of::VARCHAR FROM meta.fact_day
UNION ALL SELECT 'table', schema_name || '.' || table_name FROM duckdb_tables() WHERE database_name = 'warehouse'
UNION ALL SELECT 'view', schema_name || '.' || view_name FROM duckdb_views() WHERE database_name = 'warehouse' AND NOT internal
UNION ALL SELECT 'through', through::VARCHAR FROM meta.run
UNION ALL SELECT 'failed', (count(*) FILTER (WHERE severity = 'error' AND failures > 0))::VARCHAR FROM "check".result
UNION ALL SELECT 'warned', (count(*) FILTER (WHERE severity <> 'error' AND failures > 0))::VARCHAR FROM "check".result
ORDER BY 1, 2`

// Facts reads what there is in a version's file. It is the desk's own question, and not written down.
func (d *Desk) Facts(ctx context.Context, v Version) (*Facts, error) {
	d.mu.Lock()
	f, ok := d.facts[v.File]
	d.mu.Unlock()
	if ok {
		return f, nil
	}
	f = &Facts{Tables: map[string]bool{}, Kinds: map[string]string{}}
	err := d.each(ctx, v, factsQuery, func(kind, text string) (err error) {
		var day calendar.Day
		switch kind {
		case "day":
			day, err = calendar.Parse(text)
			f.Days = append(f.Days, day)
		case "asked":
			day, err = calendar.Parse(text)
			f.Asked = append(f.Asked, day)
		case "through":
			f.Through, err = calendar.Parse(text)
		case "table", "view":
			f.Tables[text], f.Kinds[text] = true, strings.ToUpper(kind)
		case "failed":
			f.Failed, err = strconv.ParseInt(text, 10, 64)
		case "warned":
			f.Warned, err = strconv.ParseInt(text, 10, 64)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.facts == nil {
		d.facts = map[string]*Facts{}
	}
	d.facts[v.File] = f
	return f, nil
}

// each reads two columns of texts.
func (d *Desk) each(ctx context.Context, v Version, query string, f func(a, b string) error) error {
	r, err := d.Pool.Ask(ctx, v.File, analyst.Statement{SQL: query})
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }() // the rows have been read, or the error at hand says more
	for b, err := range r.Batches() {
		if err != nil {
			return err
		}
		first, second := b.Column(0).(*array.String), b.Column(1).(*array.String)
		for i := range int(b.NumRows()) {
			if err := f(first.Value(i), second.Value(i)); err != nil {
				return err
			}
		}
	}
	return nil
}
