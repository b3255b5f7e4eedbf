package shell

import (
	"slices"
	"testing"
)

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		text string
		all  []string
		rest string
	}{
		{"", nil, ""},
		{"SELECT 1", nil, "SELECT 1"},
		{"SELECT 1; SELECT 2;", []string{"SELECT 1", "SELECT 2"}, ""},
		{"SELECT ';'; SELECT \";\"", []string{"SELECT ';'"}, `SELECT ";"`},
		{"SELECT 'it''s;' ;", []string{"SELECT 'it''s;'"}, ""},
		{"SELECT 1 -- a;b\n;", []string{"SELECT 1 -- a;b"}, ""},
		{"SELECT 1 /* ; */ + 1;\n-- the end", []string{"SELECT 1 /* ; */ + 1"}, ""},
		{"SELECT $$;$$; SELECT $a$;$$;$a$, $x;", []string{"SELECT $$;$$", "SELECT $a$;$$;$a$, $x"}, ""},
		{";;-- nothing\n;", nil, ""},
		{"SELECT 'open; SELECT 2;", nil, "SELECT 'open; SELECT 2;"},
		{"SELECT 1; /* open;", []string{"SELECT 1"}, "/* open;"},
	} {
		all, rest := Split(c.text)
		if !slices.Equal(all, c.all) || rest != c.rest {
			t.Errorf("Split(%q) = %q, %q; want %q, %q", c.text, all, rest, c.all, c.rest)
		}
	}
}

func TestOpen(t *testing.T) {
	for text, want := range map[string]bool{
		"": false, "SELECT 1": false, "'a": true, "'a'": false, "'a''": true, "'": true, "\"a": true, "/* a": true, "/* a */": false, "/*/": true,
		"-- a": false, "$$a": true, "$$a$$": false, "$x": false, "'a' || 'b": true,
	} {
		if Open(text) != want {
			t.Errorf("Open(%q) = %v", text, !want)
		}
	}
}

// FuzzSplit: nothing is lost but semicolons, comments alone and space, and pieces do not split again.
func FuzzSplit(f *testing.F) {
	f.Add("SELECT ';' ; /* ; */ $a$ ; $a$")
	f.Fuzz(func(t *testing.T, text string) {
		all, _ := Split(text)
		for _, s := range all {
			if again, rest := Split(s); len(again) != 0 || rest != s {
				t.Errorf("%q splits again into %q, %q", s, again, rest)
			}
		}
	})
}
