package serve_test

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/uythac/uythac/access"
	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/mart"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/simulate"
	"github.com/uythac/uythac/pipeline/warehouse"
)

// reformed is what happens to a made-up nation in December: commune 100001 goes to an office that is set up for it, and the smallest group of
// branch 000100 is closed, whose members go to the largest of that commune's.
const reformed = `
INSERT INTO transaction_office VALUES ('000109', '000100', 'Phòng giao dịch mới');
UPDATE commune SET valid_to = DATE '2020-12-01' WHERE commune_code = '100001';
INSERT INTO commune SELECT * REPLACE ('000109' AS office_code, DATE '2020-12-01' AS valid_from, NULL AS valid_to) FROM commune WHERE commune_code = '100001';
CREATE TEMP TABLE sizes AS SELECT group_code, commune_code, count(*) AS n FROM group_membership JOIN savings_group USING (group_code) WHERE valid_to IS NULL AND commune_code IN ('100000', '100001') GROUP BY ALL;
CREATE TEMP TABLE merger AS SELECT (SELECT group_code FROM sizes WHERE commune_code = '100000' ORDER BY n, 1 LIMIT 1) AS small, (SELECT group_code FROM sizes WHERE commune_code = '100001' ORDER BY n DESC, 1 LIMIT 1) AS large;
UPDATE savings_group SET closed_on = DATE '2020-12-10', merged_into = (SELECT large FROM merger) WHERE group_code = (SELECT small FROM merger);
CREATE TEMP TABLE leaving AS SELECT m.* REPLACE (large AS group_code, DATE '2020-12-10' AS valid_from) FROM group_membership m, merger WHERE m.group_code = small AND m.valid_to IS NULL;
UPDATE group_membership SET valid_to = DATE '2020-12-10' WHERE group_code = (SELECT small FROM merger) AND valid_to IS NULL;
INSERT INTO group_membership SELECT * FROM leaving`

// nation is two small branches with two published versions, through November and through December, and files of roles whose cells are suppressed.
var nation = sync.OnceValues(func() (c pipeline.Config, err error) {
	dir, err := os.MkdirTemp("", "serve-nation-")
	if err != nil {
		return c, err
	}
	atEnd = append(atEnd, func() { _ = os.RemoveAll(dir) })
	c = configuration(dir)
	c.Source = pipeline.Source{Kind: "duckdb", Path: filepath.Join(dir, "core.duckdb")}
	c.Serves = true
	c.Mart = mart.Config{Roles: access.Roles{
		"all_of_it": {All: true}, "cells": {All: true, SuppressBelow: 5}, "larger_cells": {All: true, SuppressBelow: 20},
		"cells_of_office": {Offices: []string{"000101", "000109"}, SuppressBelow: 5}, "cells_of_commune": {Communes: []string{"100001", "101000"}, SuppressBelow: 20},
	}}
	ctx := context.Background()
	_, err = pipeline.Simulate(ctx, pipeline.SimulateOptions{Options: simulate.Options{
		Seed: 5, Branches: 2, Households: 60, From: calendar.MonthOf(2020, 11), To: calendar.MonthOf(2020, 12)}, Format: "duckdb", Out: c.Source.Path}, pipeline.Options{})
	if err != nil {
		return c, err
	}
	for i, through := range []calendar.Day{calendar.Date(2020, 11, 30), calendar.Date(2020, 12, 31)} {
		if i == 1 {
			if err := reform(c.Source.Path); err != nil {
				return c, err
			}
		}
		if _, err := pipeline.Refresh(ctx, c, pipeline.Options{Through: &through}); err != nil {
			return c, err
		}
	}
	return c, nil
})

func reform(path string) (err error) {
	db, err := sql.Open("duckdb", path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	_, err = db.Exec(reformed)
	return err
}

// TestMovedIsHidden: where a suppressed cell as a whole goes from one place to another, neither place's figures are shown, of which those about
// what moved are the cell's: of a commune that goes to another office, and of a group that goes into another in another commune.
func TestMovedIsHidden(t *testing.T) {
	for _, f := range suppressedFiles(t) {
		if !strings.HasPrefix(f.name, "nation") || !f.policy.All {
			continue
		}
		moves, leaks := 0, []string{}
		must(t, eachRow(f.whole, f.own, `
			WITH moved AS (
				SELECT 'commune' AS what, commune_code AS code, union_code, outstanding AS v, '000101' AS office_from, '000109' AS office_to, NULL AS into, NULL AS into_commune, commune_code AS commune_from
				FROM whole.indicator.commune_month WHERE as_of = DATE '2020-11-30' AND commune_code = '100001' AND outstanding > 0
				UNION ALL SELECT 'group', w.group_code, w.union_code, w.outstanding, '000101', '000109', g.merged_into, '100001', w.commune_code
				FROM whole.indicator.group_month w JOIN whole.dim.savings_group g USING (group_code) WHERE w.as_of = DATE '2020-11-30' AND g.merged_into IS NOT NULL
			), hidden AS (
				SELECT m.* FROM moved m WHERE m.what = 'commune' AND EXISTS (FROM part.indicator.commune_month p WHERE p.commune_code = m.code AND p.union_code = m.union_code AND p.outstanding IS NULL)
				UNION ALL SELECT m.* FROM moved m WHERE m.what = 'group' AND EXISTS (FROM part.indicator.group_month p WHERE p.group_code = m.code AND p.outstanding IS NULL)
			), told AS (
				SELECT h.what, h.code, h.union_code, 'office ' || o.office_code AS by, o.as_of FROM hidden h JOIN part.indicator.office_month o ON o.union_code = h.union_code AND o.office_code IN (h.office_from, h.office_to) WHERE o.outstanding IS NOT NULL
				UNION ALL SELECT h.what, h.code, h.union_code, 'group ' || g.group_code, g.as_of FROM hidden h JOIN part.indicator.group_month g ON g.group_code = h.into WHERE g.outstanding IS NOT NULL
				UNION ALL SELECT h.what, h.code, h.union_code, 'moved in ' || o.office_code, o.as_of FROM hidden h JOIN part.indicator.office_month o ON o.as_of = DATE '2020-12-31' AND o.union_code = h.union_code WHERE h.v IN (o.moved_in, o.moved_out)
			)
			SELECT (SELECT count(*) FROM hidden), (SELECT list(told::VARCHAR)::VARCHAR FROM told)`, func(scan func(...any) error) error {
			var told sql.NullString
			err := scan(&moves, &told)
			if told.Valid {
				leaks = append(leaks, told.String)
			}
			return err
		}))
		if moves < 2 || len(leaks) > 0 {
			t.Errorf("%s: %d suppressed cells moved; told by %v", f.name, moves, leaks)
		}
	}
}

// TestNationAtDoors: a suppressed figure of one branch is not the difference of what is shown of all and of the others, at any door.
func TestNationAtDoors(t *testing.T) {
	c, err := nation()
	must(t, err)
	file, err := warehouse.Current(c.Warehouse.Path)
	must(t, err)
	h, err := build(c)
	must(t, err)
	client := h.client(t)
	cells := 0
	must(t, eachRow(file, pipeline.RoleFile(file, "cells", c.Mart.Roles["cells"]), `SELECT w.branch_code, w.union_code, w.outstanding FROM whole.indicator.union_month w JOIN part.indicator.union_month p USING (as_of, branch_code, union_code)
		WHERE as_of = DATE '2020-12-31' AND p.outstanding IS NULL AND w.outstanding > 0 AND w.union_code < '98'`, func(scan func(...any) error) error {
		var branch, union, outstanding string
		if err := scan(&branch, &union, &outstanding); err != nil {
			return err
		}
		cells++
		is := "as_of = DATE '2020-12-31' AND union_code = '" + union + "'"
		for _, statement := range []string{
			"SELECT outstanding FROM indicator.union_month WHERE branch_code = '" + branch + "' AND " + is,
			"SELECT sum(outstanding) FROM indicator.office_month WHERE branch_code = '" + branch + "' AND " + is,
			"SELECT n.outstanding - (SELECT sum(outstanding) FROM indicator.union_month WHERE branch_code <> '" + branch + "' AND " + is + ") FROM indicator.nation_month n WHERE " + is,
			"SELECT outstanding FROM report.activity_by_branch WHERE branch_code = '" + branch + "' AND " + is,
			"SELECT sum(outstanding) FROM indicator.programme_month WHERE branch_code = '" + branch + "' AND " + is,
		} {
			a := h.get(t, "cells", "/api/query?format=csv&sql="+url.QueryEscape(statement))
			got, err := asked(h.as(t, "cells"), client, statement)
			must(t, err)
			if a.StatusCode != http.StatusOK || slices.Contains(append(got, strings.Fields(a.body)...), outstanding) {
				t.Errorf("%d: the outstanding of branch %s and union %s is %s, by %s", a.StatusCode, branch, union, outstanding, statement)
			}
		}
		return nil
	}))
	if cells == 0 {
		t.Error("no branch has a suppressed cell: nothing was tried")
	}
}
