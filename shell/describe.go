package shell

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/render"
)

// relation is a table or view.
type relation struct{ schema, name, comment string }

func (s *Shell) describe(ctx context.Context, name string) bool {
	if name == "" {
		return s.tables(ctx, "")
	}
	s.columns(ctx, name, false)
	return false
}

func (s *Shell) define(ctx context.Context, name string) bool {
	if name == "" {
		fmt.Fprintln(s.Out, s.text(`\d+ cần tên một bảng`, `\d+ takes the name of a table`)+"\n  → \\d+ fact.loan_month")
		return false
	}
	s.columns(ctx, name, true)
	return false
}

// columns prints the columns of what a name means, defined or only listed.
func (s *Shell) columns(ctx context.Context, name string, defined bool) {
	name = strings.ToLower(strings.ReplaceAll(name, `"`, ""))
	found, err := s.texts(ctx, relationSQL, map[string]any{"name": name})
	if err != nil {
		s.failed(relationSQL, err)
		return
	}
	if len(found) == 0 {
		s.unknown(name)
		return
	}
	err = s.paged(func(w io.Writer) error {
		for _, f := range found {
			r := relation{f[0], f[1], f[2]}
			rows, err := s.texts(ctx, columnsSQL, map[string]any{"schema": r.schema, "name": r.name})
			if err == nil {
				err = s.dictionary(w, r, rows, defined)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	s.failed(columnsSQL, err)
}

// unknown says that no table is called so.
func (s *Shell) unknown(name string) {
	fmt.Fprintf(s.Out, s.text("không có bảng %s\n  → \\dt liệt kê các bảng\n", "there is no table %s\n  → \\dt lists those there are\n"), name)
}

// dictionary prints the columns of a relation, definitions broken to the width of the screen.
func (s *Shell) dictionary(w io.Writer, r relation, rows [][]string, defined bool) error {
	lines := [][]string{{s.text("cột", "column"), s.text("kiểu", "type"), "NULL", s.text("đơn vị", "unit"), s.text("định nghĩa", "definition")}}
	for _, row := range rows {
		null := map[string]string{"true": "NULL"}[row[2]]
		lines = append(lines, []string{row[0], row[1], null, row[3], row[4]})
	}
	shown := 3
	if defined {
		shown = 5
	}
	widths := make([]int, shown)
	left := 100
	if s.Screen != nil {
		if width, _ := s.Screen(); width > 0 {
			left = width
		}
	}
	for i := range shown - 1 {
		for _, l := range lines {
			widths[i] = max(widths[i], render.Width(l[i]))
		}
		left -= widths[i] + 2
	}
	var b strings.Builder
	b.WriteString(r.schema + "." + r.name + "\n")
	if defined && r.comment != "" {
		b.WriteString(r.comment + "\n")
	}
	for _, l := range lines {
		indent := 0
		for i := range shown - 1 {
			b.WriteString(l[i] + strings.Repeat(" ", widths[i]-render.Width(l[i])+2))
			indent += widths[i] + 2
		}
		b.WriteString(strings.Join(render.Wrapped(l[shown-1], max(left, 30)), "\n"+strings.Repeat(" ", indent)) + "\n")
	}
	_, err := io.WriteString(w, b.String()+"\n")
	return err
}

// texts returns a small result as text.
func (s *Shell) texts(ctx context.Context, statement string, params map[string]any) (rows [][]string, err error) {
	ctx, done := s.interruptible(ctx)
	defer done()
	r, err := s.Pool.Query(ctx, s.Version.File, statement, params)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	for b, err := range r.Batches() {
		if err != nil {
			return rows, err
		}
		rows = append(rows, plain(b)...)
	}
	return rows, nil
}

func plain(b arrow.RecordBatch) [][]string {
	rows := make([][]string, b.NumRows())
	for i := range rows {
		for _, c := range b.Columns() {
			rows[i] = append(rows[i], strings.Clone(c.ValueStr(i)))
		}
	}
	return rows
}
