package document

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"

	"github.com/xuri/excelize/v2"
)

// XLSX writes a workbook of all tables: a sheet that says what the figures are and how they were checked, one
// of native charts, a sheet a report with exact values under number formats, and one of definitions.
func XLSX(w io.Writer, d *Document) (err error) {
	b := &workbook{f: excelize.NewFile(), d: d, styles: map[look]int{}}
	defer func() {
		if e := b.f.Close(); err == nil {
			err = e
		}
	}()
	for _, step := range []func() error{b.properties, b.names, b.about, b.definitions, b.charts, b.sheets} {
		if err := step(); err != nil {
			return fmt.Errorf("xlsx: %w", err)
		}
	}
	var all gathered
	if err := b.f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return &all }).Write(io.Discard); err != nil {
		return fmt.Errorf("xlsx: %w", err)
	}
	slices.SortFunc(all.parts, func(a, b *gatheredPart) int {
		return cmp.Or(cmp.Compare(rank(a.name), rank(b.name)), cmp.Compare(a.name, b.name))
	})
	var parts []part
	for _, p := range all.parts {
		parts = append(parts, part{p.name, sorted(p)})
	}
	return archive(w, parts, d.Made)
}

// gathered takes the parts of a workbook, which excelize gives in the order of a map and with the time of
// day: they are written in one order and with one time.
type gathered struct{ parts []*gatheredPart }

type gatheredPart struct {
	name string
	bytes.Buffer
}

func (g *gathered) Create(name string) (io.Writer, error) {
	p := &gatheredPart{name: name}
	g.parts = append(g.parts, p)
	return p, nil
}

func (g *gathered) AddFS(fs.FS) error { return errors.ErrUnsupported }
func (g *gathered) Close() error      { return nil }

// kindOfPart is one line of the list of kinds, which excelize writes in the order of a map too.
var kindOfPart = regexp.MustCompile(`<Default [^>]*></Default>`)

// sorted is a part with the kinds of files in one order.
func sorted(p *gatheredPart) []byte {
	if p.name != "[Content_Types].xml" {
		return p.Bytes()
	}
	all := kindOfPart.FindAll(p.Bytes(), -1)
	slices.SortFunc(all, bytes.Compare)
	n := -1
	return kindOfPart.ReplaceAllFunc(p.Bytes(), func([]byte) []byte { n++; return all[n] })
}

// rank puts first what readers look for first.
func rank(name string) int {
	return slices.Index([]string{"_rels/.rels", "[Content_Types].xml"}, name) * -1
}

// workbook is a workbook being written.
type workbook struct {
	f      *excelize.File
	d      *Document
	styles map[look]int
	tabs   []string // sheets of reports, in their order
}

func (b *workbook) pick(vi, en string) string { return pick(b.d.Lang, vi, en) }

// tab is the name of the sheet of the report with this number.
func (b *workbook) tab(i int) string { return fmt.Sprintf(b.pick("Biểu %d", "Table %d"), i+1) }

func (b *workbook) aboutTab() string      { return b.pick("Thông tin", "About") }
func (b *workbook) chartTab() string      { return b.pick("Biểu đồ", "Charts") }
func (b *workbook) definitionTab() string { return b.pick("Định nghĩa", "Definitions") }

func (b *workbook) properties() error {
	made := b.d.Made.UTC().Format("2006-01-02T15:04:05Z")
	return b.f.SetDocProps(&excelize.DocProperties{
		Title: b.d.Title, Creator: "uythac", Description: b.d.Origin, Created: made, Modified: made, Language: b.pick("vi-VN", "en-GB"),
	})
}

// sheets writes a sheet for every report.
func (b *workbook) sheets() error {
	for i, r := range b.d.Reports {
		if err := b.sheet(b.tab(i), r); err != nil {
			return fmt.Errorf("sheet of %s: %w", r.Table.Name, err)
		}
	}
	return nil
}

// names makes the sheets in their order: what is written as a stream cannot be moved later without being
// read again.
func (b *workbook) names() error {
	if err := b.f.SetSheetName("Sheet1", b.aboutTab()); err != nil {
		return err
	}
	var all []string
	if b.hasCharts() {
		all = append(all, b.chartTab())
	}
	for i := range b.d.Reports {
		b.tabs = append(b.tabs, b.tab(i))
	}
	all = append(all, b.tabs...)
	if b.hasMonths() {
		all = append(all, b.monthTab())
	}
	for _, tab := range append(all, b.definitionTab()) {
		if _, err := b.f.NewSheet(tab); err != nil {
			return err
		}
	}
	return nil
}
