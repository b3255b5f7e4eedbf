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
	"github.com/uythac/uythac/presence"
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
	g.doors(b, c.Serves)
	g.mart(b)
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

// doors tells of the programs that serve the warehouse; where none does and doors are configured, that.
func (g standing) doors(b *strings.Builder, configured bool) {
	name := g.pick("phục vụ", "serve")
	for _, d := range g.status.Doors {
		g.entry(b, name, g.door(d))
		name = ""
		if p := g.status.Published; d.Running && d.Run != "" && p != nil && d.Run != p.Run.ID {
			g.entry(b, "", g.pick("chưa phải bản đã công bố, hoặc chưa cho mọi vai trò: tệp của các vai trò còn đang làm, hoặc không làm được (xem nhật ký của `uythac serve`)",
				"not the published one, or not for all roles: their files are being made, or could not be (see the log of `uythac serve`)"))
		}
	}
	if configured && len(g.status.Doors) == 0 {
		g.entry(b, name, g.pick("không chạy: `uythac serve` mở cửa", "not running: `uythac serve` opens the doors"))
	}
}

// door tells of one program.
func (g standing) door(d presence.Doors) string {
	var at []string
	for _, a := range [][2]string{{"HTTP", d.HTTP}, {"Flight SQL", d.Flight}} {
		if a[1] != "" {
			at = append(at, a[0]+" "+a[1])
		}
	}
	encryption := ""
	if d.TLS {
		encryption = ", TLS"
	}
	who := fmt.Sprintf(g.pick("%s%s; từ %s, tiến trình %d trên %s, phiên bản %s", "%s%s; since %s, process %d on %s, version %s"),
		strings.Join(at, ", "), encryption, g.moment(d.Since), d.Process, d.Host, d.Version)
	switch {
	case !d.Running:
		return g.pick("không chạy nữa, đã bị ngắt: ", "not running any more, it was killed: ") + who
	case d.Run == "":
		return who + g.pick("; chưa có bản nào cho mọi vai trò", "; no version for all roles yet")
	}
	return who + fmt.Sprintf(g.pick("; bản %s", "; serves %s"), d.Run)
}

// mart tells what was last known of the mart, which is not asked.
func (g standing) mart(b *strings.Builder) {
	m := g.status.Mart
	if m == nil {
		return
	}
	g.entry(b, "mart", m.URL)
	about := func(vi, en string, args ...any) { g.entry(b, "", fmt.Sprintf(g.pick(vi, en), args...)) }
	switch {
	case m.Run == "":
		about("chưa công bố gì ở đó từ đây: `uythac publish postgres`", "nothing was published there from here: `uythac publish postgres`")
		return
	case m.At.IsZero():
		about("có lần chạy %s, thấy lúc %s", "has run %s, seen at %s", m.Run, g.moment(m.Seen))
	default:
		about("có lần chạy %s, công bố lúc %s, thấy lần cuối lúc %s", "has run %s, published at %s, last seen at %s", m.Run, g.moment(m.At), g.moment(m.Seen))
	}
	if p := g.status.Published; p != nil && p.Run.ID != m.Run {
		about("chậm hơn kho số liệu: `uythac publish postgres`", "lags behind the warehouse: `uythac publish postgres`")
	}
}
