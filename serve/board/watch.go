package board

import (
	"net/http"
	"slices"

	"github.com/uythac/uythac/schemas"
)

// lists are the lists for action, and the column that names their rows.
var lists = []struct {
	table *schemas.Table
	key   string
}{
	{&schemas.GroupsToWatch, "group_code"}, {&schemas.SmallGroups, "group_code"}, {&schemas.CommunesOver2pct, "commune_code"}, {&schemas.OverdueRising, "office_code"},
	{&schemas.InactiveLoans, "contract_no"}, {&schemas.InterestLate, "contract_no"}, {&schemas.ForgottenTransfers, "contract_no"}, {&schemas.DueSoon, "contract_no"},
	{&schemas.UseChecksMissing, "contract_no"}, {&schemas.OneTimeSavers, "group_code"}, {&schemas.GroupsNotInspected, "group_code"}, {&schemas.GroupsToClose, "group_code"},
	{&schemas.OverdueByCause, "cause_code"}, {&schemas.AgreementsMissing, "unit_code"}, {&schemas.InspectionPlan, "union_code"}, {&schemas.DepositPlan, "union_code"},
}

func watchPage(_ *Board, r *reader, _ *http.Request) (*page, error) {
	p := &page{Title: r.T("Cần quan tâm", "Watch lists"), Above: []crumb{r.home()}}
	counts, err := r.table(&schemas.WatchGroupsByUnion, nil)
	if err != nil {
		return nil, err
	}
	if err := p.report(r, "groups", &schemas.WatchGroupsByUnion, counts, "union_name", names(&schemas.WatchGroupsByUnion)[1:]...); err != nil {
		return nil, err
	}
	g := &grid{Heads: []head{{Text: r.T("Danh sách", "List")}}}
	for _, l := range lists {
		if !r.has(l.table) {
			continue
		}
		g.Rows = append(g.Rows, row{Cells: []cell{{Text: said{l.table.VI, l.table.EN}.in(r.Lang), Href: r.To("/watch/" + l.table.Name), Key: true}}})
	}
	p.add("lists", r.T("Danh sách", "Lists"), g)
	return p, nil
}

func listPage(_ *Board, r *reader, req *http.Request) (*page, error) {
	for _, l := range lists {
		if l.table.Name != req.PathValue("list") || !r.has(l.table) {
			continue
		}
		key := l.key
		columns := names(l.table)[1:]
		if !slices.Contains(columns, key) {
			key = columns[0]
		}
		p := &page{Title: said{l.table.VI, l.table.EN}.in(r.Lang), Above: []crumb{r.home(), r.step("/watch", said{"Cần quan tâm", "Watch lists"})}}
		return p, p.list(r, req, listed{table: l.table}, key, columns...)
	}
	return nil, &missing{said{"Không có danh sách này", "There is no such list"}}
}

// names are the columns of a table.
func names(t *schemas.Table) (all []string) {
	for _, c := range t.Columns {
		all = append(all, c.Name)
	}
	return all
}
