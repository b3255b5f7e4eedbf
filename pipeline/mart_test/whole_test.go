package mart_test

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/uythac/uythac/access"
	"github.com/uythac/uythac/mart"
	"github.com/uythac/uythac/pipeline/source/dbtest"
)

// TestWhole: clients of another language find every value of the published file in the mart, again after the next
// publication; the same file again changes nothing.
func TestWhole(t *testing.T) {
	interpreter := dbtest.Python(t, "import duckdb, psycopg", "duckdb 'psycopg[binary]'")
	november, december := published(t)
	d := newTarget(t, access.Roles{"whole_reader": {All: true}})
	for _, file := range []string{november, december} {
		if r := d.publish(t, file); !r.Changed || r.Tables != len(mart.Tables()) || r.Rows == 0 {
			t.Fatalf("publishing gives %+v", r)
		}
		said, err := exec.CommandContext(t.Context(), interpreter, "testdata/compare.py", file, d.URL).CombinedOutput()
		if want := fmt.Sprintf("%d tables, ", len(mart.Tables())); err != nil || !strings.HasPrefix(string(said), want) {
			t.Fatalf("%s%v", said, err)
		}
		if r := d.publish(t, file); r.Changed || r.Rows != 0 {
			t.Errorf("again gives %+v", r)
		}
	}
	if n := d.one(t, "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'uythac_store' AND c.relkind = 'r'"); n != fmt.Sprint(len(mart.Tables())+1) {
		t.Errorf("the store holds %s tables", n)
	}
	for what, want := range map[string]string{
		"SELECT col_description('report.headline'::regclass, 3)":                                                  "",
		"SELECT count(*) FROM pg_constraint WHERE contype = 'p' AND conrelid = 'indicator.union_month'::regclass": "1",
		"SELECT obj_description('report.outstanding_by_union'::regclass)":                                         "",
	} {
		if got := d.one(t, what); got == "" || want != "" && got != want {
			t.Errorf("%s: %q", what, got)
		}
	}
}

// TestMended: what somebody took out of the mart is brought back although the run is the same.
func TestMended(t *testing.T) {
	_, december := published(t)
	d := newTarget(t, nil)
	d.publish(t, december)
	rows := d.one(t, "SELECT count(*) FROM report.headline")
	for _, spoil := range []string{
		"DROP TABLE report.headline CASCADE; COMMENT ON TABLE report.trainings IS 'nothing'; DROP SCHEMA trend CASCADE",
		"ALTER TABLE report.headline DISABLE ROW LEVEL SECURITY; TRUNCATE uythac_store.publication",
		"ALTER TABLE report.headline DROP COLUMN unit; ALTER TABLE indicator.union_month DROP CONSTRAINT union_month_pkey",                                  // as an older version of the program had it
		"ALTER TABLE report.headline ADD COLUMN more text; CREATE TABLE report.left_over (a int); ALTER TABLE report.left_over OWNER TO owner_of_" + d.Name, // as a newer one
	} {
		d.Exec(t, spoil)
		d.publish(t, december)
		if got := d.one(t, "SELECT count(*) FROM report.headline"); got != rows {
			t.Errorf("%s: %s rows, want %s", spoil, got, rows)
		}
		if got := d.one(t, "SELECT string_agg(attname::text, ' ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'report.headline'::regclass AND attnum > 0 AND NOT attisdropped"); got != "as_of key value unit" {
			t.Errorf("%s: columns %s", spoil, got)
		}
		if got := d.one(t, "SELECT relrowsecurity FROM pg_class WHERE oid = 'report.headline'::regclass"); got != "t" {
			t.Errorf("%s: no row-level security", spoil)
		}
		if r := d.publish(t, december); r.Changed {
			t.Errorf("%s: it is not mended at once", spoil)
		}
	}
}
