package source

import (
	"testing"

	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/control"
)

// branchAgrees: of every table of a simulated branch, what the source says equals what was read; no row of
// any unit is lost between the selections.
func branchAgrees(t *testing.T, kind string, s *dbtest.Server) {
	d := s.CreateContract(t)
	d.Load(t, branchFiles(t))
	m := moment(t, Config{Kind: kind, URL: d.URL})
	for _, table := range schemas.Contract() {
		if !m.Present(table) {
			t.Fatalf("%s is not present", table.Name)
		}
		all := agree(t, m, table, Selection{})
		var units []control.Unit
		for u := range all {
			units = append(units, u)
		}
		some := units[:len(units)/2]
		if got := agree(t, m, table, Selection{Units: some}); len(got) != len(some) {
			t.Errorf("%s: %d units asked for, %d given", table.Name, len(some), len(got))
		}
		t.Log(table.Name, len(all), "units")
	}
}

func TestMariaDBBranch(t *testing.T) { branchAgrees(t, "mariadb", dbtest.MariaDB(t)) }
