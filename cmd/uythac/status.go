package main

import (
	"cmp"
	"fmt"
	"io"
	"math/big"
	"strings"

	"github.com/spf13/cobra"

	"github.com/uythac/uythac/alert"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

func (a *app) status() *cobra.Command {
	cmd := &cobra.Command{
		Use: "status", Short: "Say how the figures stand, how the last refresh went, and what source, lake and warehouse hold", Args: arguments(0, 0, "uythac status"),
	}
	format := cmd.Flags().String("format", "table", "table or json")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := oneOf("format", *format, []string{"table", "json"}); err != nil {
			return err
		}
		c, err := a.load("lake.path", "warehouse.path")
		if err != nil {
			return err
		}
		s, err := pipeline.ReadStatus(cmd.Context(), c.Config)
		if err != nil {
			return err
		}
		runs, err := pipeline.ReadRuns(c.Config)
		if err != nil {
			return err
		}
		open, err := (&alert.Book{Dir: c.Warehouse.Path}).Open()
		if err != nil {
			fmt.Fprintf(a.stderr, "uythac: %v\n", err) // all else stands
		}
		damages, err := pipeline.ReadDamages(c.Config)
		if err != nil {
			return err
		}
		g := standing{runPrinter{c.Lang, *format == "table", c.zone(), a.now()}, s, runs, open, damages}
		if *format == "json" {
			return g.json(a.stdout)
		}
		var b strings.Builder
		g.text(&b)
		if err := g.places(&b, c); err != nil {
			return err
		}
		_, err = io.WriteString(a.stdout, b.String())
		return err
	}
	return cmd
}

// places is what source, lake and warehouse hold, for people.
func (g standing) places(b *strings.Builder, c config) error {
	g.entry(b, g.pick("nguồn", "source"), c.Source.Kind+" "+cmp.Or(c.Source.Path, c.Source.Database.URL))
	if err := g.lake(b, c.Lake.Path); err != nil {
		return err
	}
	g.warehouse(b, c.Warehouse.Path)
	return nil
}

// entry writes a line of a place, or one about it, which has no name.
func (g standing) entry(b *strings.Builder, name, text string) {
	b.WriteString(name + strings.Repeat(" ", max(1, 13-render.Width(name))) + text + "\n")
}

func (g standing) lake(b *strings.Builder, path string) error {
	s := g.status.Lake
	g.entry(b, g.pick("hồ dữ liệu", "lake"), path)
	if s.Empty {
		g.entry(b, "", g.pick("chưa có gì: `uythac refresh` sẽ nạp dữ liệu", "empty: `uythac refresh` fills it"))
		return nil
	}
	g.entry(b, "", fmt.Sprintf(g.pick("bút toán từ %s đến %s; %s tệp, %s byte", "entries from %s through %s; %s files, %s bytes")+"\n",
		g.day(s.First.String()), g.day(s.Through.String()), g.number(int64(s.Partitions)), g.number(s.Bytes)))
	t := render.Table{Lang: g.lang, Columns: []schemas.Column{
		{Name: "table", Type: schemas.Text, VI: "Bảng", EN: "Table"}, {Name: "read", Type: schemas.Int64, VI: "Đã đọc", EN: "Read"}, {Name: "kept", Type: schemas.Int64, VI: "Nhận", EN: "Kept"},
		{Name: "quarantined", Type: schemas.Int64, VI: "Giữ lại", EN: "Quarantined"}, {Name: "waiting", Type: schemas.Int64, VI: "Chờ khóa sổ", EN: "Waiting"}, {Name: "offered", Type: schemas.Text, VI: "Nguồn có", EN: "Offered"},
	}}
	for _, r := range s.Tables {
		t.Rows = append(t.Rows, []any{r.Name, r.Read, r.Kept, r.Quarantined, r.Waiting, map[bool]string{true: g.pick("có", "yes"), false: g.pick("không", "no")}[r.Present]})
	}
	err := render.Text(b, t)
	b.WriteString("\n")
	return err
}

// number writes a number as the language does.
func (g standing) number(n int64) string {
	return render.Number(g.lang, new(big.Rat).SetInt64(n), schemas.Show{})
}

func (g standing) warehouse(b *strings.Builder, path string) {
	g.entry(b, g.pick("kho số liệu", "warehouse"), path)
	about := func(vi, en string, args ...any) { g.entry(b, "", fmt.Sprintf(g.pick(vi, en), args...)) }
	p := g.status.Published
	if p == nil {
		about("chưa công bố gì: `uythac refresh` sẽ công bố", "nothing published: `uythac refresh` does that")
	} else {
		about("đã công bố %s", "published %s", p.File)
		about("lần chạy %s lúc %s, phiên bản %s, đến ngày %s", "run %s of %s, version %s, through %s", p.Run.ID, g.moment(p.Run.StartedAt), p.Run.Version, g.day(p.Run.Through.String()))
		if n := len(p.AsOf); n > 0 {
			about("%d ngày số liệu, từ %s đến %s", "%d as-of days, %s to %s", n, g.day(p.AsOf[0].String()), g.day(p.AsOf[n-1].String()))
		}
		failed, warned := warehouse.Tally(p.Checks)
		about("%d kiểm tra: %d không đạt, %d cảnh báo", "%d checks: %d failed, %d with warnings", len(p.Checks), failed, warned)
		if p.Behind {
			about("chậm hơn hồ dữ liệu, báo cáo hoặc cấu hình: `uythac refresh` sẽ công bố bản mới", "lags behind: the lake, the reports or the limits changed since; `uythac refresh` publishes that")
		}
	}
	if g.status.Refused != "" {
		g.entry(b, g.pick("bị từ chối", "refused"), fmt.Sprintf(g.pick("%s: lần chạy sau đó, kiểm tra không cho công bố", "%s: a later run that the checks refused to publish"), g.status.Refused))
	}
}
