package document

import (
	"fmt"
	"slices"

	"github.com/uythac/uythac/schemas"
)

// Kind is a document there is.
type Kind struct {
	Name   string // of the command and the template
	VI, EN string // what it is
}

// Kinds lists the documents there are.
func Kinds() []Kind {
	return []Kind{{"entrustment-report", "Báo cáo kết quả hoạt động ủy thác", "Report on entrusted lending"}}
}

// wanted are the reports on demand that the text of documents draws on; those kept for every day all do.
var wanted = []*schemas.Table{
	&schemas.ActivityByUnion, &schemas.ActivityByProgramme, &schemas.OverdueByCause, &schemas.ForgottenTransfers, &schemas.AgreementsMissing, &schemas.InactiveByUnion,
	&schemas.DepositPlan, &schemas.InspectionPlan, &schemas.CommunesOver2pct, &schemas.OverdueRising, &schemas.DueSoon, &schemas.InterestLate, &schemas.OneTimeSavers,
}

// Wanted tells whether the text of documents draws on a report.
func Wanted(t *schemas.Table) bool { return !t.Demand || slices.Contains(wanted, t) }

// Holds tells whether a document of a format holds a report: a workbook every one.
func Holds(format string, t *schemas.Table) bool { return format == "xlsx" || Wanted(t) }

// Again tells whether documents draw on a report also as of the day before the period.
func Again(t *schemas.Table) bool {
	return t == &schemas.ActivityByUnion || t == &schemas.OutstandingByUnion || t == &schemas.DepositsByUnion
}

// Build fills the templates of a document.
func Build(kind string, in Input, t Templates) (d *Document, err error) {
	if err := t.Check(); err != nil {
		return nil, err
	}
	if in.Scope != "" {
		in.Reports = slices.DeleteFunc(slices.Clone(in.Reports), Report.meaningless)
	}
	f := &filler{in: in}
	d = &Document{Lang: in.Lang, AsOf: in.AsOf, Reports: in.Reports, Trends: in.Trends, Source: in.Origin, Origin: in.Origin.sentence(in.Lang, in.AsOf), Made: in.Origin.Built.UTC()}
	head, where, err := t.run("letterhead."+in.Lang+".txt", f)
	if err != nil {
		return nil, err
	}
	if d.Letterhead, err = letterhead(where, head); err != nil {
		return nil, err
	}
	if in.Scope != "" {
		// Not left to the template: a part must never be taken for the whole.
		d.Letterhead.Subject += pick(in.Lang, " - phạm vi: ", " - scope: ") + in.Scope
	}
	d.Title = d.Letterhead.Title + " " + d.Letterhead.Subject
	text, _, err := t.run(kind+"."+in.Lang+".txt", f)
	if err != nil {
		return nil, err
	}
	d.Sections = sections(f.read(text))
	d.number()
	return d, nil
}

// sections cuts what was read where the pages turn.
func sections(read []any) []Section {
	all := []Section{{}}
	for _, b := range read {
		last := &all[len(all)-1]
		switch b := b.(type) {
		case turn:
			if len(last.Blocks) > 0 {
				all = append(all, Section{})
				last = &all[len(all)-1]
			}
			last.Landscape = b.landscape
		case Block:
			last.Blocks = append(last.Blocks, b)
		}
	}
	return slices.DeleteFunc(all, func(s Section) bool { return len(s.Blocks) == 0 })
}

// number puts Bảng 1, Bảng 2 before the captions of the text's tables, and Phụ lục 1 of those after the signature.
func (d *Document) number() {
	for i, s := range d.Sections {
		n, word := 0, pick(d.Lang, "Bảng", "Table")
		if i > 0 {
			word = pick(d.Lang, "Phụ lục", "Annex")
			n = d.tables(1, i)
		}
		for _, b := range s.Blocks {
			if t, ok := b.(*Table); ok {
				n++
				t.Caption = fmt.Sprintf("%s %d. %s", word, n, t.Caption)
			}
		}
	}
}

// tables counts the tables of the sections from one to before another.
func (d *Document) tables(from, to int) (n int) {
	for _, s := range d.Sections[from:to] {
		for _, b := range s.Blocks {
			if _, ok := b.(*Table); ok {
				n++
			}
		}
	}
	return n
}
