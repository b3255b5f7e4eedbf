package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"maps"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/golang/freetype/truetype"
	"golang.org/x/image/font"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// keys are values that text columns of trends take, by column.
var keys = map[string][]string{
	"indicator":  {"disbursed", "collected", "interest_paid", "deposits_in", "deposits_out", "deposit_balance", "overdue_ratio", "bad_debt_ratio", "par_30_ratio"},
	"from_state": {"in_term", "overdue", "frozen", "new"}, "to_state": {"in_term", "overdue", "frozen", "closed", "written_off"},
	"band": {"past", "30", "60", "90", "180", "365", "over"}, "cohort": {"2018-Q3", "2018-Q4", "2019-Q1", "2019-Q2", "2019-Q3", "2019-Q4", "2020-Q1", "2020-Q2", "2020-Q3", "2020-Q4"},
	"level": {"union"}, "branch_code": {""}, "code": {"00"}, "kind": {"flow"}, "unit": {"đồng"},
}

// rows makes up a trend's rows: so many months for three unions and the total, a row for each value of the keys.
func rows(c Chart, months int) Data {
	d := Data{Columns: c.Trend.Columns, AsOf: calendar.Date(2020, 12, 31), Lang: "vi", Source: "lần chạy thử"}
	if _, yearly := c.Trend.Column("month"); !c.Trend.Running && !yearly {
		months = min(months, 1) // it is read on the day alone
	}
	for m := range months {
		for u, name := range []string{"Hội Nông dân", "Hội Liên hiệp Phụ nữ", "Hội Cựu chiến binh", "Đoàn Thanh niên Cộng sản Hồ Chí Minh", "Tổng cộng"} {
			values := map[string]any{"as_of": calendar.Date(2020, 12-(months-1-m), 1).Month().Last(), "month": int64(m%12 + 1), "months_on_book": int64(m), "survivors_only": false,
				"union_code": []string{"11", "12", "13", "14", "00"}[u], "union_name": name}
			d.Rows = append(d.Rows, expand(d.Columns, values, m+u)...)
		}
	}
	return d
}

// expand makes a row for every value of the first key column that has none yet.
func expand(columns []schemas.Column, values map[string]any, n int) (all [][]any) {
	row := make([]any, len(columns))
	for i, c := range columns {
		v, ok := values[c.Name]
		if choices := keys[c.Name]; !ok && choices != nil {
			for j, choice := range choices {
				with := maps.Clone(values)
				with[c.Name] = choice
				all = append(all, expand(columns, with, n+j)...)
			}
			return all
		}
		if row[i] = v; !ok {
			row[i] = sample(c.Unit, n)
		}
	}
	return [][]any{row}
}

func sample(unit string, n int) any {
	switch unit {
	case "đồng":
		return int64(n) * 123_456_789_012
	case "fraction":
		return float64(n) / 300
	}
	return int64(n)
}

// TestEveryChart: title, unit, day and source are said, the text stays inside the picture and off other text.
func TestEveryChart(t *testing.T) {
	for _, c := range Charts() {
		for _, months := range []int{0, 1, 25} {
			for _, lang := range []string{"vi", "en"} {
				d := rows(c, months)
				d.Lang, d.Scope = lang, pick(lang, "hội 12", "union 12")
				svg, err := c.SVG(d)
				if err != nil {
					t.Fatal(err)
				}
				texts := inside(t, c.Name, svg)
				want := []string{c.Title(lang), d.Scope, d.Source, pick(lang, "31/12/2020", "2020-12-31")}
				if months == 0 {
					want = append(want, pick(lang, "Không có số liệu", "There is no figure"))
				}
				for _, w := range want {
					if !strings.Contains(texts, w) {
						t.Errorf("%s: %q is not said in:\n%s", c.Name, w, texts)
					}
				}
			}
		}
	}
}

// TestPNG: every kind of chart becomes an image, of twice as many points.
func TestPNG(t *testing.T) {
	for _, c := range []Chart{outstanding, vintage, migration} {
		picture, err := c.PNG(rows(c, 12))
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.DecodeConfig(bytes.NewReader(picture))
		if err != nil || img.Width != 2*width || img.Height != 2*height {
			t.Errorf("%s: PNG of %d by %d, %v", c.Name, img.Width, img.Height, err)
		}
	}
}

// inside returns the texts of an SVG, a line each, and complains about what leaves the picture or has no glyph.
func inside(t *testing.T, name string, svg []byte) string {
	t.Helper()
	f, err := face()
	if err != nil {
		t.Fatal(err)
	}
	measure := truetype.NewFace(f, &truetype.Options{Size: 100, DPI: 72})
	var all []string
	var boxes [][3]float64 // left, right, baseline
	for dec := xml.NewDecoder(bytes.NewReader(svg)); ; {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return strings.Join(all, "\n")
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "text" {
			continue
		}
		var body string
		if err := dec.DecodeElement(&body, &start); err != nil {
			t.Fatal(err)
		}
		all = append(all, body)
		for _, r := range body {
			if f.Index(r) == 0 {
				t.Errorf("%s: no glyph for %q in %q", name, r, body)
			}
		}
		at := map[string]string{}
		for _, a := range start.Attr {
			at[a.Name.Local] = a.Value
		}
		if strings.Contains(at["transform"], "rotate") {
			continue
		}
		x, y := number(at["x"]), number(at["y"])
		_, size, _ := strings.Cut(at["style"], "font-size:")
		size, _, _ = strings.Cut(size, "px")
		w := float64(font.MeasureString(measure, body)) / 64 * number(size) / 100
		if x < 0 || x+w > width || y < 0 || y > height {
			t.Errorf("%s: %q from %g to %g at %g leaves the picture", name, body, x, x+w, y)
		}
		for _, b := range boxes {
			if math.Abs(b[2]-y) < 5 && x < b[1] && b[0] < x+w && body != "" {
				t.Errorf("%s: %q from %g to %g at %g is written over another text", name, body, x, x+w, y)
			}
		}
		boxes = append(boxes, [3]float64{x, x + w, y})
	}
}

func number(s string) float64 {
	v, _ := strconv.ParseFloat(s, 64)
	return v
}

// TestSamePicture: the same rows give the same bytes.
func TestSamePicture(t *testing.T) {
	first, err := migration.SVG(rows(migration, 1))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := migration.SVG(rows(migration, 1)); err != nil || !bytes.Equal(first, again) {
		t.Errorf("drawn twice, two pictures, %v", err)
	}
}

// TestRefusals: a row that does not fit its columns is an error; an unknown chart is not found.
func TestRefusals(t *testing.T) {
	d := rows(portfolioAtRisk, 1)
	d.Rows[0] = d.Rows[0][1:]
	if _, err := portfolioAtRisk.SVG(d); err == nil || !strings.Contains(err.Error(), "chart par: ") {
		t.Errorf("a short row: %v", err)
	}
	if _, ok := Lookup("no_such_chart"); ok {
		t.Error("a chart that does not exist was found")
	}
}
