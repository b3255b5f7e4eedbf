package pipeline_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/closing"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/simulate"
	"github.com/uythac/uythac/schemas"
)

// closable is a small published branch, its source a folder of CSV files without a general ledger, so that entries
// may be changed.
func closable(t *testing.T) pipeline.Config {
	t.Helper()
	n, err := simulate.New(simulate.Options{Households: 60, From: calendar.MonthOf(2019, 10), To: calendar.MonthOf(2020, 3), Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	c := pipeline.Config{Source: pipeline.Source{Kind: "files", Path: filepath.Join(dir, "core")}, Lake: pipeline.Place{Path: filepath.Join(dir, "lake")},
		Warehouse: pipeline.Warehouse{Path: filepath.Join(dir, "warehouse"), MemoryLimit: "300MB", Threads: 1}, Quality: pipeline.Quality{MaxQuarantined: 1000}}
	if _, err := simulate.WriteCSV(t.Context(), n, c.Source.Path, nil); err != nil {
		t.Fatal(err)
	}
	old, err := filepath.Glob(filepath.Join(c.Source.Path, "gl_balance*"))
	if err != nil || len(old) != 1 {
		t.Fatal(old, err)
	}
	if err := os.Remove(old[0]); err != nil {
		t.Fatal(err)
	}
	refreshed(t, c)
	return c
}

func refreshed(t *testing.T, c pipeline.Config) {
	t.Helper()
	if _, err := pipeline.Refresh(t.Context(), c, pipeline.Options{}); err != nil {
		t.Fatal(err)
	}
}

// deposited books a deposit: the lake's last entry again, with another number, day and amount.
func deposited(t *testing.T, c pipeline.Config, id int, day string, amount int) {
	t.Helper()
	var names []string
	for _, column := range schemas.DepositLedger.Offered() {
		names = append(names, column.Name)
	}
	rows := lakeRows(t, c.Lake.Path, &schemas.DepositLedger, names)
	cells := rows[len(rows)-1]
	set := map[string]string{"entry_id": fmt.Sprint(id), "posted_on": day, "booked_at": day + " 09:00:00", "entry_type": "deposit", "amount": fmt.Sprint(amount), "reverses_entry_id": ""}
	for i, name := range names {
		if v, ok := set[name]; ok {
			cells[i] = v
		}
	}
	path := filepath.Join(c.Source.Path, "deposit_ledger", fmt.Sprintf("late-%d.csv", id))
	if err := os.WriteFile(path, []byte(strings.Join(names, ",")+"\n"+strings.Join(cells, ",")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

func restatements(t *testing.T, c pipeline.Config) []pipeline.Restatement {
	t.Helper()
	all, err := pipeline.ReadRestatements(t.Context(), c, pipeline.RestatementQuestion{})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestClosePeriod: what is closed stays as it was; a late entry shows as the figures it changes, each with that entry
// and no other; what is booked after the period changes nothing of it; reopened and closed anew, nothing differs.
func TestClosePeriod(t *testing.T) {
	c := closable(t)
	period := calendar.MonthOf(2020, 2)
	act, err := pipeline.ClosePeriod(t.Context(), c, pipeline.Options{}, period, "Hoa", "báo cáo đã gửi")
	if err != nil {
		t.Fatal(err)
	}
	if act.Number != 1 || act.Figures == 0 || len(act.Hash) != 64 || act.By != "Hoa" {
		t.Errorf("act %+v", act)
	}
	var usage *pipeline.UsageError
	if _, err := pipeline.ClosePeriod(t.Context(), c, pipeline.Options{}, period, "Lan", ""); !errors.As(err, &usage) || !strings.Contains(err.Error(), "by Hoa") {
		t.Errorf("closed twice: %v", err)
	}
	if _, err := pipeline.ClosePeriod(t.Context(), c, pipeline.Options{}, calendar.MonthOf(2021, 2), "Lan", ""); !errors.As(err, &usage) {
		t.Errorf("a month to come: %v", err)
	}
	if all := restatements(t, c); len(all) != 1 || len(all[0].Figures) != 0 || all[0].Act.Hash != act.Hash {
		t.Errorf("nothing has changed: %+v", all)
	}

	deposited(t, c, 900_000_002, "2020-03-16", 70_000)
	deposited(t, c, 900_000_001, "2020-02-17", 50_000)
	refreshed(t, c)
	all := restatements(t, c)
	if len(all) != 1 || len(all[0].Causes) != 1 || all[0].Causes[0].Key != "900000001" || all[0].Causes[0].Change() != "added" {
		t.Fatalf("causes %+v", all)
	}
	changed := map[string]string{}
	for _, f := range all[0].Figures {
		if len(f.Causes) != 1 {
			t.Errorf("%s %s %s has %d causes", f.Closed.Report, f.Closed.Row, f.Closed.Column, len(f.Causes))
		}
		if f.Closed.Row == "00" {
			changed[f.Closed.Column] = f.By
		}
		if f.Closed.Report == "outstanding_by_union" {
			t.Errorf("a deposit changes %+v", f)
		}
	}
	if diff := cmp.Diff(map[string]string{"balance": "50000", "balance_change": "50000", "deposits_in": "50000"}, changed); diff != "" {
		t.Errorf("totals -want +got\n%s", diff)
	}
	february := period.Last()
	r, err := pipeline.ReadReport(t.Context(), c, pipeline.Question{Report: "deposits_by_union", AsOf: &february, Lang: "vi"})
	if err != nil || r.Closed == nil || len(r.Closed.Differences) == 0 || r.Closed.Act.Number != 1 {
		t.Errorf("the report says %+v, %v", r.Closed, err)
	}

	if _, err := pipeline.ReopenPeriod(t.Context(), c, pipeline.Options{}, period, "Hoa", "bổ sung bút toán"); err != nil {
		t.Fatal(err)
	}
	if all := restatements(t, c); len(all) != 0 {
		t.Errorf("an open period is restated: %+v", all)
	}
	if _, err := pipeline.ReopenPeriod(t.Context(), c, pipeline.Options{}, period, "Hoa", "x"); !errors.As(err, &usage) {
		t.Errorf("reopened twice: %v", err)
	}
	again, err := pipeline.ClosePeriod(t.Context(), c, pipeline.Options{}, period, "Hoa", "")
	if err != nil || again.Number != 3 || again.Hash == act.Hash {
		t.Errorf("closed anew: %+v, %v", again, err)
	}
	if all := restatements(t, c); len(all) != 1 || len(all[0].Figures) != 0 {
		t.Errorf("closed anew, %+v differs", all)
	}
}

// TestFrozenFiguresAreProved: figures that are not those of the closing are refused.
func TestFrozenFiguresAreProved(t *testing.T) {
	lk, err := lake.Open(t.Context(), t.TempDir(), lake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = lk.Close() }() // nothing is kept
	figure := closing.Figure{Report: "headline", Row: "outstanding", Column: "value", Value: "1"}
	act, err := closing.Close(t.Context(), lk, closing.Act{Period: calendar.MonthOf(2020, 2), By: "Hoa"}, []closing.Figure{figure})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := closing.Frozen(t.Context(), lk, act); err != nil || len(got) != 1 || got[0] != figure {
		t.Errorf("frozen %v, %v", got, err)
	}
	act.Hash = strings.Repeat("0", 64)
	if _, err := closing.Frozen(t.Context(), lk, act); err == nil || !strings.Contains(err.Error(), "→") {
		t.Errorf("another hash: %v", err)
	}
	act.Figures = 2
	if _, err := closing.Frozen(t.Context(), lk, act, "headline"); err == nil {
		t.Error("a figure is missing, and nothing is said")
	}
}
