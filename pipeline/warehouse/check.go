package warehouse

import (
	"context"
	"fmt"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/queries"
)

// keptFindings is how many rows of a failed check the warehouse keeps; all are counted.
const keptFindings = 1000

// CheckOutcome is what a check came to.
type CheckOutcome struct {
	Name     string
	Severity string // queries.Error refuses publication, queries.Warning is listed
	TitleVI  string
	TitleEN  string
	RemedyVI string // what to do when it fails
	RemedyEN string
	Failures int64     // rows found
	Examined *int64    // rows or pairs compared; nil where it does not apply
	Findings []Finding // the first of them by day and key, at most 1,000
}

// In gives what is checked, and what to do when it fails, in a language.
func (c *CheckOutcome) In(lang string) (title, remedy string) {
	if lang == "en" {
		return c.TitleEN, c.RemedyEN
	}
	return c.TitleVI, c.RemedyVI
}

// Failed tells whether the check forbids publication.
func (c CheckOutcome) Failed() bool { return c.Severity == queries.Error && c.Failures > 0 }

// Tally counts the checks that forbid publication, and those that found something and do not.
func Tally(checks []CheckOutcome) (failed, warned int) {
	for _, c := range checks {
		switch {
		case c.Failed():
			failed++
		case c.Failures > 0:
			warned++
		}
	}
	return failed, warned
}

// Finding is one row that a check found.
type Finding struct {
	AsOf     *calendar.Day // nil where there is no as-of day
	Key      string        // what it is about
	DetailVI string        // what was found
	DetailEN string
}

// In gives what was found in a language.
func (f Finding) In(lang string) string {
	if lang == "en" {
		return f.DetailEN
	}
	return f.DetailVI
}

// String says a finding as errors and logs do.
func (f Finding) String() string {
	if f.AsOf == nil {
		return f.Key + ": " + f.DetailEN
	}
	return f.AsOf.String() + " " + f.Key + ": " + f.DetailEN
}

// checks runs every check and keeps outcomes and findings in the file.
func (b *builder) checks(ctx context.Context) error {
	if b.checking != nil {
		if err := b.checking(); err != nil {
			return err
		}
	}
	for _, q := range queries.Checks() {
		b.step("check " + q.Name)
		if err := b.check(ctx, q); err != nil {
			return fmt.Errorf("check %s: %w", q.Name, err)
		}
	}
	return nil
}

// check counts first, which spares DuckDB the texts, and selects what was found only if
// something was.
func (b *builder) check(ctx context.Context, q queries.Query) error {
	var examined, failures int64
	err := b.conn.QueryRowContext(ctx, "SELECT count(*), count(*) FILTER (WHERE failed) FROM ("+q.SQL+")").Scan(&examined, &failures)
	if err != nil {
		return err
	}
	var shown any
	if q.Examined != "" {
		shown = examined
	}
	_, err = b.conn.ExecContext(ctx, `INSERT INTO "check".result (name, severity, failures, examined, title_vi, title_en, remedy_vi, remedy_en) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		q.Name, q.Severity, failures, shown, q.TitleVI, q.TitleEN, q.RemedyVI, q.RemedyEN)
	if err != nil || failures == 0 {
		return err
	}
	_, err = b.conn.ExecContext(ctx, `INSERT INTO "check".finding (name, number, as_of, key, detail_en, detail_vi)
SELECT `+quote(q.Name)+`, row_number() OVER (ORDER BY as_of, key, detail_en), as_of, key, detail_en, detail_vi
FROM (SELECT as_of, key, detail_en, detail_vi FROM (`+q.SQL+`) WHERE failed ORDER BY as_of, key, detail_en LIMIT `+fmt.Sprint(keptFindings)+`)`)
	return err
}

// outcomes reads the outcomes that a file keeps, by name.
func (s *session) outcomes(ctx context.Context) ([]CheckOutcome, error) {
	var all []CheckOutcome
	number := map[string]int{}
	err := s.each(ctx, `SELECT name, severity, failures, examined, title_vi, title_en, remedy_vi, remedy_en FROM "check".result ORDER BY name`, func(scan scanner) error {
		var c CheckOutcome
		err := scan(&c.Name, &c.Severity, &c.Failures, &c.Examined, &c.TitleVI, &c.TitleEN, &c.RemedyVI, &c.RemedyEN)
		number[c.Name] = len(all)
		all = append(all, c)
		return err
	})
	if err != nil {
		return nil, err
	}
	return all, s.each(ctx, `SELECT name, as_of, key, detail_en, detail_vi FROM "check".finding ORDER BY name, number`, func(scan scanner) error {
		var name string
		var day any
		var f Finding
		if err := scan(&name, &day, &f.Key, &f.DetailEN, &f.DetailVI); err != nil {
			return err
		}
		if d, ok := value(day).(calendar.Day); ok {
			f.AsOf = &d
		}
		c := &all[number[name]]
		c.Findings = append(c.Findings, f)
		return nil
	})
}
