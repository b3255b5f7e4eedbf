package board

import (
	"fmt"
	"net/http"
	"net/url"
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
		p.Above = append(p.Above, r.step("/groups/"+url.PathEscape(group), said{"Tổ " + group, "Group " + group}))
	}
	g, err := r.grid(r.named(t), "as_of")
	if err != nil {
		return nil, err
	}
	p.add("months", r.T("Từng tháng", "Month by month"), g)
	if b.Entries == nil {
		return p, nil
	}
	// Months that the guest's own file has: entries of a loan that belonged elsewhere before are not the guest's.
	var latest []calendar.Day
	for _, line := range t.rows[:min(mostMonths, len(t.rows))] {
		latest = append(latest, t.of(line, "as_of").(calendar.Day))
	}
	return p, b.entries(p, r, code, latest)
}

// mostMonths is of how many months a page shows the entries.
const mostMonths = 3

// entries adds the ledger entries of a loan's months, up to as-of days, the latest first. They are read at once.
func (b *Board) entries(p *page, r *reader, contract string, days []calendar.Day) error {
	columns, lines, err := b.Entries(r.ctx, r.version, contract, days[len(days)-1].Month().First(), days[0])
	if err != nil {
		return err
	}
	all := rows{rows: lines}
	for i, name := range columns {
		c, _ := schemas.LoanLedger.Column(name)
		if strings.HasSuffix(name, "entry_id") { // a number that nobody adds up
			c.Type = schemas.Text
			for _, l := range lines {
				if l[i] != nil {
					l[i] = fmt.Sprint(l[i])
				}
			}
		}
		all.columns = append(all.columns, c)
	}
	for _, on := range days {
		month := all.only(func(row []any) bool {
			posted := all.of(row, "posted_on").(calendar.Day)
			return posted >= on.Month().First() && posted <= on
		})
		g, err := r.grid(r.named(month), "entry_id")
		if err != nil {
			return err
		}
		p.add("entries-"+on.String(), r.T("Bút toán đến ngày ", "Entries up to ")+render.Day(r.Lang, on), g)
	}
	return nil
}
