package document_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/document"
)

// ends are the month-ends of the goldens: the end of a year, a month of the first year, whose changes cannot be said,
// and the end of a quarter.
var ends = []calendar.Day{calendar.Date(2020, 12, 31), calendar.Date(2019, 2, 28), calendar.Date(2020, 9, 30)}

// TestGoldens holds every document of the small branch at these month-ends, in both languages, as text; of the quarter, whose
// workbook and page hold the same, the Vietnamese document.
func TestGoldens(t *testing.T) {
	for _, day := range ends {
		for _, lang := range []string{"vi", "en"} {
			for _, format := range []string{"docx", "xlsx", "html"} {
				if day == ends[2] && (lang != "vi" || format != "docx") {
					continue
				}
				name := "entrustment-report." + day.String() + "." + lang + "." + format
				t.Run(name, func(t *testing.T) {
					d := build(t, input(t, day, lang, format))
					var one, two bytes.Buffer
					for _, b := range []*bytes.Buffer{&one, &two} {
						if known, err := document.To(t.Context(), b, format, d); !known || err != nil {
							t.Fatal(known, err)
						}
					}
					if !bytes.Equal(one.Bytes(), two.Bytes()) {
						t.Error("the same document gave other bytes")
					}
					text := one.String()
					switch format {
					case "docx":
						text = docxText(t, one.Bytes())
					case "xlsx":
						text = xlsxText(t, one.Bytes())
					case "html":
						text = htmlText(text)
					}
					sensible(t, text)
					golden(t, name+".txt", text)
				})
			}
		}
	}
}

// sensible refuses what no officer should read.
func sensible(t testing.TB, text string) {
	t.Helper()
	for _, bad := range []string{"NaN", "<nil>", "<no value>", "%!", "Inf", "{{", "}}", "( )", "()", " .", " ,", "..", ", ,", ": .", "\x00", "\ufffd"} {
		for line := range strings.Lines(text) {
			if strings.Contains(strings.ReplaceAll(line, "...", ""), bad) {
				t.Errorf("%q in %q", bad, strings.TrimSpace(line))
			}
		}
	}
}
