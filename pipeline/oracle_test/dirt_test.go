package oracle_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"
)

// soil adds to a copy of the tables what real extracts get wrong, all of which goes to quarantine,
// and says how many rows that is per table.
func (w *world) soil() (tables map[string][][]string, bad map[string]int64) {
	tables, bad = maps.Clone(w.tables), map[string]int64{}
	add := func(table string, row []string) {
		tables[table] = append(slices.Clip(tables[table]), row)
		bad[table]++
	}
	loans := slices.DeleteFunc(slices.Clone(w.loans), func(e *entry) bool { return e.day > w.through })
	id := int64(5_000_000)
	loan := func(change func(row []string)) {
		e := pick(w, loans)
		id++
		row := []string{fmt.Sprint(id), e.day.String(), w.stamp(e.booked), e.office, e.contract, "interest_due", "", "in_term", "1000", "", "false", ""}
		change(row)
		add("loan_ledger", row)
	}
	for range 2 {
		loan(func(r []string) { r[5] = "gift" })
		loan(func(r []string) { r[7] = "doubtful" })
		loan(func(r []string) { r[6], r[7] = "in_term", "" }) // interest_due leaves nothing
		loan(func(r []string) { r[7] = "frozen" })
		loan(func(r []string) { r[5], r[7] = "disbursement", "overdue" })
		loan(func(r []string) { r[8] = "0" })
		loan(func(r []string) { r[8] = "-5" })
		loan(func(r []string) { r[8] = "1.234.567" })
		loan(func(r []string) { r[8] = "1,234,567" })
		loan(func(r []string) { r[8] = "(1,069)" })
		loan(func(r []string) { r[8] = "10.5" })
		loan(func(r []string) { r[4] = "7700000000000001" })
		loan(func(r []string) { r[3] = "990000" })
		loan(func(r []string) { r[11] = "4999999" }) // reverses what is not there
	}
	if len(w.branches) > 1 {
		loan(func(r []string) {
			for _, o := range w.offices {
				if o.branch[:4] != r[4][2:6] {
					r[3] = o.code
				}
			}
		})
	}
	for _, row := range w.tables["loan_ledger"] {
		if row[1] <= w.through.String() {
			add("loan_ledger", slices.Clone(row)) // the same row twice: one stays
			break
		}
	}
	id++
	for _, amount := range []string{"1000", "2000"} { // one id, two contents: none stays
		e := pick(w, loans)
		add("loan_ledger", []string{fmt.Sprint(id), e.day.String(), w.stamp(e.day), e.office, e.contract, "interest_due", "", "in_term", amount, "", "false", ""})
	}
	w.soilReversals(loans, add)
	if len(tables["group_score"]) > 0 {
		add("group_score", []string{"2001-01-31", w.groups[0].code, "31", "20", "20", "15", "10", "5"})
	}
	return tables, bad
}

// soilReversals adds reversals that cannot be: of a reversal, a second one, and of another amount.
func (w *world) soilReversals(loans []*entry, add func(string, []string)) {
	var second, chain, wrong bool
	id := int64(6_000_000)
	for _, e := range loans {
		id++
		mirror := []string{fmt.Sprint(id), w.through.String(), w.stamp(w.through), e.office, e.contract, e.kind, e.to, e.from, fmt.Sprint(e.amount), "", fmt.Sprint(e.rebooked), fmt.Sprint(e.id)}
		switch {
		case e.reverses != nil && !chain:
			chain = true
		case e.reversed && !second && slices.ContainsFunc(loans, func(r *entry) bool { return r.reverses == e }):
			second = true // the smaller entry_id stands
		case !e.reversed && e.reverses == nil && !wrong:
			wrong, mirror[8] = true, fmt.Sprint(e.amount+1)
		default:
			continue
		}
		add("loan_ledger", mirror)
	}
}

// TestDirt: rows that go to quarantine leave every figure as it would be without them, and all are
// counted.
func TestDirt(t *testing.T) {
	for seed := uint64(202); seed <= 202; seed++ {
		w, p := worldIn(t, seed, layout{})
		o := newOracle(t, p.cfg.Source.Path)
		o.compute(t, w.through)
		tables, bad := w.soil()
		dirty := *w
		dirty.tables = tables
		source := filepath.Join(t.TempDir(), "source")
		dirty.write(t, source, layout{seed: seed, parts: 2})
		p.cfg.Source.Path, p.cfg.Quality.MaxQuarantined = source, 1000
		res := p.refresh(t, w.through)
		for _, tally := range res.Extract.Tables {
			if tally.Quarantined != bad[tally.Name] || tally.Read != tally.Kept+tally.Quarantined+tally.Waiting {
				t.Errorf("seed %d: %+v, want %d quarantined", seed, tally, bad[tally.Name])
			}
		}
		compareAll(t, fmt.Sprint("dirt of seed ", seed), o, p)
	}
}
