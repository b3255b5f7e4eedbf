package oracle_test

import (
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/warehouse"
)

// TestDocumentsOfLittle: documents of odd worlds are written for the first day and the last, and read sensibly:
// the first month, which has no history, months without entries, a branch of one group, a union without
// groups, no ledger at all. The unspoilt worlds hold people without groups, frozen and prepaid loans, and what else there is.
func TestDocumentsOfLittle(t *testing.T) {
	bin := binary(t)
	for _, what := range []string{"as it is", "one group", "a union without groups", "no ledger", "no entries lately"} {
		t.Run(what, func(t *testing.T) {
			_, s := spoilt(t, what)
			config, dir := s.p.config(t), t.TempDir()
			days := s.p.days(t)
			if len(days) == 0 {
				t.Fatal("no day to write of")
			}
			documentsOf(t, bin, config, dir, days[0], "vi", true)
			documentsOf(t, bin, config, dir, days[len(days)-1], "vi", false)
			documentsOf(t, bin, config, dir, days[len(days)-1], "en", false)
		})
	}
}

// days are the as-of days of the built warehouse.
func (p *product) days(t testing.TB) []calendar.Day {
	t.Helper()
	w, err := warehouse.Open(t.Context(), p.file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.Close() }() // only read
	days, err := w.AsOfDays(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return days
}

// documentsOf writes a day's document as a page and reads that; in every other format too where it is asked for.
func documentsOf(t *testing.T, bin, config, dir string, day calendar.Day, lang string, every bool) {
	t.Helper()
	formats := []string{"html"}
	if every {
		formats = []string{"docx", "xlsx", "html"}
	}
	for _, format := range formats {
		file := filepath.Join(dir, "document."+format)
		out, err := exec.Command(bin, "document", "entrustment-report", "--as-of", day.String(), "--lang", lang, "-o", file, "--config", config).CombinedOutput()
		if err != nil {
			t.Fatalf("%s %s %s: %v\n%s", day, lang, format, err, out)
		}
	}
	page, err := os.ReadFile(filepath.Join(dir, "document.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range paragraphs(string(page)) {
		for _, bad := range []string{"NaN", "<nil>", "<no value>", "%!", "Inf", "{{", "}}", "()", "( )", " .", " ,", ", ,", ": .", "..", "\x00"} {
			if strings.Contains(strings.ReplaceAll(line, "[...]", ""), bad) {
				t.Errorf("%s %s: %q in %q", day, lang, bad, line)
			}
		}
	}
}

var (
	sheet = regexp.MustCompile(`(?s)<style>.*?</style>`)
	ends  = regexp.MustCompile(`</(p|h[1-6]|td|th|caption|title)>`)
	tags  = regexp.MustCompile(`<[^>]*>`)
)

// paragraphs are the texts of a page.
func paragraphs(page string) (all []string) {
	page = tags.ReplaceAllString(ends.ReplaceAllString(sheet.ReplaceAllString(page, ""), "\n"), "")
	for line := range strings.Lines(page) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, html.UnescapeString(line))
		}
	}
	return all
}
