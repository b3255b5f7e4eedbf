package board

import (
	"net/http"

	"github.com/uythac/uythac/schemas"
)

func overview(_ *Board, r *reader, _ *http.Request) (*page, error) {
	p := &page{Title: r.T("Tổng quan hoạt động ủy thác", "Entrusted lending at a glance")}
	lending, err := r.table(&schemas.OutstandingByUnion, nil)
	if err != nil {
		return nil, err
	}
	savings, err := r.table(&schemas.DepositsByUnion, nil)
	if err != nil {
		return nil, err
	}
	watch := "/watch"
	if r.has(&schemas.GroupsToWatch) { // withheld where cells are suppressed
		watch += "/" + schemas.GroupsToWatch.Name
	}
	for _, f := range []figure{
		{name: said{"Dư nợ", "Outstanding"}, of: lending, column: "outstanding", change: "outstanding_change", path: "/trends/outstanding"},
		{name: said{"Nợ quá hạn", "Overdue"}, of: lending, column: "overdue", change: "overdue_change", path: watch},
		{name: said{"Tỷ lệ nợ quá hạn", "Overdue ratio"}, of: lending, column: "overdue_ratio", path: "/trends/overdue_ratio"},
		{name: said{"Tổ có dư nợ", "Groups with debt"}, of: lending, column: "groups", change: "groups_change", path: "/groups"},
		{name: said{"Hộ còn dư nợ", "Households with debt"}, of: lending, column: "households", change: "households_change", path: "/places"},
		{name: said{"Số dư tiền gửi", "Deposits"}, of: savings, column: "balance", change: "balance_change", path: "/trends/deposits"},
	} {
		if err := p.figure(r, f, "union_code"); err != nil {
			return nil, err
		}
	}
	if err := p.report(r, "unions", &schemas.OutstandingByUnion, lending, "union_name",
		"union_code", "union_name", "groups", "households", "outstanding", "outstanding_change", "overdue", "overdue_change", "overdue_ratio", "share"); err != nil {
		return nil, err
	}
	if !r.has(&schemas.OutstandingByUnion) { // a role of places: what it has is by place
		if err := p.places(r); err != nil {
			return nil, err
		}
	}
	p.chart(r, "outstanding", "")
	p.chart(r, "overdue_ratio", "")
	if err := p.report(r, "deposits", &schemas.DepositsByUnion, savings, "union_name",
		"union_code", "union_name", "members", "savers", "balance", "balance_change", "deposits_in", "deposits_out"); err != nil {
		return nil, err
	}
	ratings, err := r.table(&schemas.RatingsByUnion, nil)
	if err != nil {
		return nil, err
	}
	return p, p.report(r, "ratings", &schemas.RatingsByUnion, ratings, "union_name", "union_code", "union_name", "good", "fair", "average", "weak", "unrated")
}

// figure is what a tile shows: a column of the total's row.
type figure struct {
	name           said
	of             rows
	column, change string // names of columns; change may be empty
	since          said   // what the change is against; empty: the start of the year
	path           string // page that tells more; empty: none
}

// figure adds the tile of a figure, of the row whose key is 00 or of the only row.
func (p *page) figure(r *reader, f figure, key string) error {
	total := f.of.only(func(row []any) bool { return f.of.text(row, key) == "00" })
	if len(total.rows) == 0 {
		if total = f.of; len(total.rows) != 1 {
			return nil
		}
	}
	t, err := r.tile(f, total.rows[0])
	if err != nil {
		return err
	}
	p.Tiles = append(p.Tiles, t)
	return nil
}

// add adds a grid under a title, which is its caption too.
func (p *page) add(id, title string, g *grid) {
	g.Caption = title
	p.Parts = append(p.Parts, part{ID: id, Title: title, Grid: g})
}

// report adds rows of a report with these columns; key names its rows. A report that the guest's file does not have is left out.
func (p *page) report(r *reader, id string, t *schemas.Table, of rows, key string, columns ...string) error {
	if !r.has(t) {
		return nil
	}
	g, err := r.grid(of.pick(columns...), key)
	if err != nil {
		return err
	}
	kind := "reports"
	if t.Kind == schemas.Trend {
		kind = "trends"
	}
	g.CSV = r.api(kind, t.Name)
	p.add(id, said{t.VI, t.EN}.in(r.Lang), g)
	return nil
}

// unionsOf are the names of the unions there are.
const unionsOf = `SELECT union_code, CASE WHEN $lang = 'en' THEN name_en ELSE name_vi END AS union_name FROM dim.mass_organisation ORDER BY union_code`

// unionNames are the names of the unions by code.
func (r *reader) unionNames() (map[string]string, error) {
	t, err := r.query("unions", unionsOf, map[string]any{"lang": r.Lang})
	names := map[string]string{}
	for _, row := range t.rows {
		names[t.text(row, "union_code")] = t.text(row, "union_name")
	}
	return names, err
}
