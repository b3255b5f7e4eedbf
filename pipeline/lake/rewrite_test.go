package lake

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// examples are the metadata files in testdata: a manifest, a manifest list, a metadata file.
func examples(t testing.TB, ending string) (all [][]byte) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", "*"+ending))
	if err != nil || len(names) == 0 {
		t.Fatal("no examples", err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, text)
	}
	return all
}

func there(s string) string {
	return strings.Replace(s, "file:///lake/", "file:///a/longer/way/to/the/lake/", 1)
}
func back(s string) string {
	return strings.Replace(s, "file:///a/longer/way/to/the/lake/", "file:///lake/", 1)
}

func noLength(string) (int64, bool, error) { return 0, false, nil }

// There and back again gives the same values, and a second time there is nothing to do.
func TestRewriteAvro(t *testing.T) {
	for _, old := range examples(t, ".avro") {
		moved, err := rewriteAvro(old, there, noLength)
		if err != nil || moved == nil {
			t.Fatal(moved, err)
		}
		if again, err := rewriteAvro(moved, there, noLength); again != nil || err != nil {
			t.Fatal(again, err)
		}
		home, err := rewriteAvro(moved, back, noLength)
		if err != nil {
			t.Fatal(err)
		}
		if len(texts(t, home)) == 0 || !bytes.Equal(texts(t, home), texts(t, old)) {
			t.Fatal("values changed")
		}
		for n := range old {
			if cut, err := rewriteAvro(old[:n], there, noLength); err == nil && cut != nil {
				t.Fatalf("cut to %d of %d bytes and no error", n, len(old))
			}
		}
	}
}

// texts is the values of an Avro file, unpacked.
func texts(t *testing.T, file []byte) []byte {
	t.Helper()
	c := &avroCopy{in: file, at: 4}
	header, err := c.header()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.take(16); err != nil {
		t.Fatal(err)
	}
	if _, err := c.long(); err != nil {
		t.Fatal(err)
	}
	data, err := c.bytes()
	if err != nil {
		t.Fatal(err)
	}
	if data, err = unpack(string(header["avro.codec"]), data); err != nil {
		t.Fatal(err)
	}
	return data
}

// Snapshot ids keep all their digits.
func TestRewriteJSON(t *testing.T) {
	for _, old := range examples(t, ".json") {
		moved, err := rewriteJSON(old, there)
		if err != nil || bytes.Contains(moved, []byte(`"file:///lake`)) || !bytes.Contains(moved, []byte("9007199254740993")) {
			t.Fatalf("%s %v", moved, err)
		}
		if again, err := rewriteJSON(moved, there); again != nil || err != nil {
			t.Fatal(again, err)
		}
	}
}

func FuzzRewriteAvro(f *testing.F) {
	for _, text := range examples(f, ".avro") {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		moved, err := rewriteAvro(text, there, noLength)
		if err != nil || moved == nil {
			return
		}
		if _, err := rewriteAvro(moved, back, noLength); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzParseFile(f *testing.F) {
	f.Add("/lake/ledger/loan_ledger/data/branch-0201/month-2020-12/stamp.0123456789abcdef.parquet")
	f.Add("/lake/dim/commune/data/v1.2.ff.parquet")
	f.Add("branch-%zz/month-2020-13")
	f.Fuzz(func(t *testing.T, path string) {
		u, stamp, err := parseFile(path)
		if err == nil && checkStamp(stamp) == nil && u.HasMonth() && !strings.Contains(path, u.Month.String()) {
			t.Fatal(u, stamp)
		}
	})
}
