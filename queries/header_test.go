package queries

import (
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	got := parse("-- doc: One line,\n--   and another.\n-- vi: Tên: có dấu hai chấm\n-- units: đồng, groups\n-- severity: error\nSELECT 1 -- not a header\n-- vi: nor this\n;\n")
	want := Query{Doc: "One line, and another.", TitleVI: "Tên: có dấu hai chấm", Units: []string{"đồng", "groups"}, Severity: "error",
		SQL: "SELECT 1 -- not a header\n-- vi: nor this\n"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("parse gives %+v, want %+v", got, want)
	}
}

// TestFields: headers have known fields only, each once but for parameters, and no line is lost.
func TestFields(t *testing.T) {
	known := []string{"doc", "params", "grain", "vi", "en", "units", "severity", "examined", "remedy_vi", "remedy_en", "param"}
	err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := files.ReadFile(path)
		var seen []string
		fields, _ := header(string(text))
		for _, f := range fields {
			if !slices.Contains(known, f.name) || f.name != "param" && slices.Contains(seen, f.name) || f.text == "" {
				t.Errorf("%s: field %q is unknown, empty or there twice", path, f.name)
			}
			seen = append(seen, f.name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// FuzzHeader: any text is split without loss of the statement.
func FuzzHeader(f *testing.F) {
	f.Add("-- doc: a\n--   b\nSELECT 1;\n")
	f.Add("--   b\n-- \n--x\n")
	f.Fuzz(func(t *testing.T, text string) {
		_, rest := header(text)
		if !strings.HasSuffix(text, rest) || strings.HasPrefix(rest, "-- ") && strings.Contains(rest, "\n") {
			t.Errorf("header of %q leaves %q", text, rest)
		}
		parse(text)
	})
}
