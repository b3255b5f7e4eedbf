package oracle_test

import (
	"fmt"
	"testing"

	"github.com/uythac/uythac/calendar"
)

// TestStrays: members of unknown groups, groups of unknown communes and borrowers that the customer
// list lacks are kept; the reports have them where the oracle puts them, and checks warn.
func TestStrays(t *testing.T) {
	w, p := worldIn(t, 301, layout{})
	w.add("savings_group", "7777777", "777777", "Thôn lạc", "11", nil, calendar.Date(2015, 1, 1), nil, nil)
	for i, row := range w.tables["group_membership"] {
		switch i % 12 {
		case 3:
			row[1] = "8888888"
		case 7:
			row[1] = "7777777"
		}
	}
	for i, row := range w.tables["loan_contract"] {
		if i%15 == 4 {
			row[1] = fmt.Sprintf("99999%05d", i)
		}
	}
	w.write(t, p.cfg.Source.Path, layout{})
	res := p.refresh(t, w.through)
	warned := map[string]int64{}
	for _, c := range res.Build.Checks {
		warned[c.Name] = c.Failures
	}
	for _, check := range []string{"unknown_customer", "unknown_group", "unknown_commune"} {
		if warned[check] == 0 {
			t.Errorf("the check %s found nothing: %v", check, warned)
		}
	}
	o := newOracle(t, p.cfg.Source.Path)
	o.compute(t, w.through)
	d := &differences{t: t, where: "strays"}
	d.reports(o, p.open(t))
	d.reading(o, p)
}
