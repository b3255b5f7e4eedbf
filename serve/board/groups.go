package board

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

// sheet are the columns of the group sheet that lists of groups show.
var sheet = []string{"group_code", "union_code", "members", "members_with_debt", "savers", "outstanding", "overdue", "overdue_ratio", "unpaid_interest", "deposit_balance", "score", "rating"}

func groupsPage(_ *Board, r *reader, req *http.Request) (*page, error) {
	q := req.URL.Query()
	union, rating, code := q.Get("union"), q.Get("rating"), strings.TrimSpace(q.Get("q"))
	where := warehouse.Filter{}
	if union != "" {
		where["union_code"] = union
	}
	if rating != "" {
		where["rating"] = rating
	}
	names, err := r.unionNames()
	if err != nil {
		return nil, err
	}
	p := &page{Title: r.T("Tổ tiết kiệm và vay vốn", "Savings-and-loan groups"), Above: []crumb{r.home()}}
	p.Form = &form{Fields: []field{
		{Name: "q", Label: r.T("Mã tổ hoặc tên xã", "Code of the group or name of the commune"), Value: code},
		{Name: "union", Label: r.T("Tổ chức hội", "Union"), Options: r.options(names, union)},
		{Name: "rating", Label: r.T("Xếp loại", "Rating"), Options: r.ratings(rating)},
	}}
	columns := append([]string{"group_code", "union_code", "commune_code", "commune_name"}, sheet[2:]...)
	return p, p.list(r, req, listed{&schemas.GroupSheet, where, code}, "group_code", columns...)
}

// options are unions to choose from.
func (r *reader) options(names map[string]string, chosen string) []option {
	all := []option{{"", r.T("tất cả", "all"), chosen == ""}}
	for _, code := range slices.Sorted(maps.Keys(names)) {
		if code != "00" {
			all = append(all, option{code, names[code], code == chosen})
		}
	}
	return all
}

// ratings are those to choose from.
func (r *reader) ratings(chosen string) []option {
	all := []option{{"", r.T("tất cả", "all"), chosen == ""}}
	for _, v := range []struct {
		code string
		name said
	}{{"good", said{"tốt", "good"}}, {"fair", said{"khá", "fair"}}, {"average", said{"trung bình", "average"}}, {"weak", said{"yếu", "weak"}}, {"unrated", said{"chưa xếp loại", "unrated"}}} {
		all = append(all, option{v.code, v.name.in(r.Lang), v.code == chosen})
	}
	return all
}

// loansOf are the loans of a group on a day.
const loansOf = `SELECT contract_no, programme_code, first_disbursed_on, maturity_on, outstanding, in_term, overdue, frozen, unpaid_interest_in_term + unpaid_interest_overdue AS unpaid_interest, overdue_since, days_past_due, last_activity_on
FROM fact.loan_month WHERE as_of = $as_of AND group_code = $group AND (outstanding <> 0 OR unpaid_interest_in_term + unpaid_interest_overdue <> 0)
ORDER BY overdue DESC, outstanding DESC, contract_no`

func groupPage(_ *Board, r *reader, req *http.Request) (*page, error) {
	code := req.PathValue("code")
	t, err := r.table(&schemas.GroupSheet, warehouse.Filter{"group_code": code})
	if err != nil {
		return nil, err
	}
	if len(t.rows) != 1 || nowhere[code] {
		return nil, &missing{said{"Không có tổ này", "There is no such group"}}
	}
	commune := t.text(t.rows[0], "commune_code")
	p := &page{Title: r.T("Tổ ", "Group ") + code, Above: []crumb{r.home(), r.step("/groups", said{"Tổ vay vốn", "Groups"}),
		r.step("/communes/"+url.PathEscape(commune), said{t.text(t.rows[0], "commune_name"), t.text(t.rows[0], "commune_name")})}}
	for _, f := range []figure{
		{name: said{"Tổ viên", "Members"}, of: t, column: "members"},
		{name: said{"Tổ viên còn dư nợ", "Members with debt"}, of: t, column: "members_with_debt"},
		{name: said{"Dư nợ", "Outstanding"}, of: t, column: "outstanding"},
		{name: said{"Nợ quá hạn", "Overdue"}, of: t, column: "overdue"},
		{name: said{"Số dư tiền gửi", "Deposits"}, of: t, column: "deposit_balance"},
		{name: said{"Điểm xếp loại", "Score"}, of: t, column: "score", change: "score_change", since: said{"so với tháng trước", "since the month before"}},
	} {
		if err := p.figure(r, f, "group_code"); err != nil {
			return nil, err
		}
	}
	if err := p.loans(r, code); err != nil {
		return nil, err
	}
	whole, err := r.upright(t.without("as_of"))
	if err != nil {
		return nil, err
	}
	p.add("sheet", said{schemas.GroupSheet.VI, schemas.GroupSheet.EN}.in(r.Lang), whole)
	return p, nil
}

// loans adds those of a group that have debt or unpaid interest.
func (p *page) loans(r *reader, group string) error {
	if !r.has(&schemas.LoanMonth) {
		return nil
	}
	t, err := r.query("loans", loansOf, map[string]any{"group": group, "as_of": r.AsOf}, &schemas.LoanMonth, &schemas.GroupSheet)
	if err != nil {
		return err
	}
	g, err := r.grid(r.named(t), "contract_no")
	if err != nil {
		return err
	}
	p.add("loans", r.T("Các món vay còn dư nợ hoặc lãi tồn", "Loans with debt or unpaid interest"), g)
	return nil
}
