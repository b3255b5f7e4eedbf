package pipeline

import (
	"strings"
	"testing"

	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/schemas"
)

// TestBeginning: names are written as the server's SQL takes them, one column is proposed for a table that looks like
// ours, and a table that only shares a word with ours is none that looks like it.
func TestBeginning(t *testing.T) {
	columns := func(names ...string) (list []source.ColumnSurvey) {
		for _, n := range names {
			list = append(list, source.ColumnSurvey{Name: n, Type: "text"})
		}
		return list
	}
	s := source.Survey{Kind: "PostgreSQL", Others: []source.Relation{
		{Name: `Core Bank.Chi "Nhánh"`, Columns: columns("Branch_Code", "Tên name")},
		{Name: "core.people", Columns: columns("customer_code", "Full_Name", "household_kind")},
	}}
	for _, table := range []*schemas.Table{&schemas.Branch, &schemas.Customer, &schemas.MassOrganisation, &schemas.LoanProgramme} {
		s.Tables = append(s.Tables, source.TableSurvey{Table: table})
	}
	text := beginning(source.Config{Kind: "postgres", URL: "postgres://reader@host/core"}, s)
	for _, want := range []string{
		`    branch: # the table that looks most like it is Core Bank.Chi "Nhánh"`, `          "Branch_Code" AS branch_code,` + "\n", `          "Tên name" AS name -- ? varchar: `, `        FROM "Core Bank"."Chi ""Nhánh"""`,
		"          customer_code,\n          household_kind\n", `        FROM "core"."people"`,
		"    # mass_organisation: no table looks like it. It is needed.", "    # loan_programme: no table looks like it.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if strings.Contains(text, "Full_Name") {
		t.Errorf("a personal column is proposed:\n%s", text)
	}
	s.Kind = "MariaDB"
	if text := beginning(source.Config{}, s); !strings.Contains(text, "FROM `Core Bank`.`Chi \"Nhánh\"`") {
		t.Errorf("no quoted names of MariaDB in\n%s", text)
	}
}
