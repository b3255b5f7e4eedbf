package board

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

// monthsOf are the months of a loan that the warehouse keeps, up to a day.
const monthsOf = `SELECT as_of, group_code, union_code, in_term, overdue, frozen, unpaid_interest_in_term + unpaid_interest_overdue AS unpaid_interest, disbursed,
collected_in_term + collected_overdue + collected_frozen AS collected, interest_paid_in_term + interest_paid_overdue AS interest_paid,
written_off_in_term + written_off_overdue + written_off_frozen AS written_off, overdue_since, days_past_due
FROM fact.loan_month WHERE contract_no = $contract AND as_of <= $as_of ORDER BY as_of DESC`

func loanPage(b *Board, r *reader, req *http.Request) (*page, error) {
	code := req.PathValue("contract")
	if !r.has(&schemas.LoanMonth) {
		return nil, &missing{said{"Không có món vay nào ở đây", "There are no loans here"}}
	}
	t, err := r.query("months", monthsOf, map[string]any{"contract": code, "as_of": r.AsOf}, &schemas.LoanMonth)
	if err != nil {
		return nil, err
	}
	if len(t.rows) == 0 {
		return nil, &missing{said{"Không có món vay này trong các tháng được giữ", "There is no such loan in the months that are kept"}}
	}
	for i, c := range t.columns {
		switch c.Name { // sums of columns of loan_month
		case "unpaid_interest", "collected", "interest_paid", "written_off":
			t.columns[i].Unit = "đồng"
		}
	}
	group := t.text(t.rows[0], "group_code")
	p := &page{Title: r.T("Món vay ", "Loan ") + code, Above: []crumb{r.home(), r.step("/groups", said{"Tổ vay vốn", "Groups"})}}
	if group != "" {
		p.Above = append(p.Above, r.step("/groups/"+escaped(group), said{"Tổ " + group, "Group " + group}))
	}
	g, err := r.grid(r.named(t), "as_of")
	if err != nil {
		return nil, err
	}
	g.Caption = r.T("Từng tháng", "Month by month")
	p.Parts = append(p.Parts, part{ID: "months", Title: g.Caption, Grid: g})
	if b.Entries == nil {
		return p, nil
	}
	// Months that the guest's own file has: entries of a loan that belonged elsewhere before are not the guest's.
	for _, line := range t.rows {
		on := t.of(line, "as_of").(calendar.Day)
		part, err := b.entries(r, code, on)
		if err != nil {
			return nil, err
		}
		if part != nil {
			p.Parts = append(p.Parts, *part)
		}
		if len(p.Parts) > mostMonths {
			break
		}
	}
	return p, nil
}

// mostMonths is of how many months a page shows the entries.
const mostMonths = 3

// entries are the ledger entries of a loan's month.
func (b *Board) entries(r *reader, contract string, on calendar.Day) (*part, error) {
	columns, lines, err := b.Entries(r.ctx, r.version, contract, on.Month().First(), on)
	if err != nil {
		return nil, err
	}
	t := rows{rows: lines}
	for i, name := range columns {
		c, _ := schemas.LoanLedger.Column(name)
		if strings.HasSuffix(name, "entry_id") { // a number that nobody adds up
			c.Type = schemas.Text
			for _, l := range t.rows {
				if l[i] != nil {
					l[i] = fmt.Sprint(l[i])
				}
			}
		}
		t.columns = append(t.columns, c)
	}
	g, err := r.grid(r.named(t), "entry_id")
	if err != nil {
		return nil, err
	}
	g.Caption = r.T("Bút toán đến ngày ", "Entries up to ") + render.Day(r.Lang, on)
	return &part{ID: "entries-" + on.String(), Title: g.Caption, Grid: g}, nil
}
