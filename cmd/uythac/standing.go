package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/uythac/uythac/alert"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/history"
	"github.com/uythac/uythac/presence"
)

// standing is how things stand, for who answers for the figures and not for the machine.
type standing struct {
	runPrinter
	status  pipeline.Status
	runs    []history.Run
	open    []alert.Alert
	damages []history.Damage // of the records
}

// recent is how many runs are counted: two weeks of nights.
const recent = 14

// good counts the recent runs that gave readers all there was.
func (g standing) good() (good, of int) {
	for _, r := range g.runs[max(0, len(g.runs)-recent):] {
		if r.Outcome == history.Running {
			continue
		}
		if of++; r.Good() {
			good++
		}
	}
	return good, of
}

// text writes it in some lines.
func (g standing) text(b *strings.Builder) {
	line := func(vi, en string, args ...any) { fmt.Fprintf(b, g.pick(vi, en)+"\n", args...) }
	if p := g.status.Published; p == nil {
		line("Chưa công bố số liệu nào.", "No figures are published yet.")
	} else {
		line("Số liệu đến ngày %s, công bố lúc %s.", "Figures go through %s, published at %s.", g.day(p.Run.Through.String()), g.moment(p.At))
		if p.Behind {
			line("Hồ dữ liệu đã có mới hơn: chạy `uythac refresh`.", "The lake holds something newer: run `uythac refresh`.")
		}
	}
	if len(g.runs) > 0 {
		last := g.runs[len(g.runs)-1]
		at := ""
		if last.At != "" {
			at = ", " + g.word(last.At)
		}
		line("Lần chạy gần nhất: %s%s (%s, %s, %s).", "Last run: %s%s (%s, %s, %s).", g.word(last.Outcome), at, g.word(last.Trigger), g.moment(last.Start), g.took(last.Duration(g.now)))
		good, of := g.good()
		line("%d lần chạy gần nhất: %d được, %d không.", "The last %d runs: %d good, %d not.", of, good, of-good)
	}
	for _, a := range g.open {
		line("Còn vướng: %s (từ %s). %s", "Open: %s (since %s). %s", a.Title.In(g.lang), g.moment(a.Since), firstLine(a.Next.In(g.lang)))
	}
	b.WriteString(damaged(g.damages, g.lang) + "\n")
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// json writes all of it for programs.
func (g standing) json(w io.Writer) error {
	type published struct {
		File      string    `json:"file"`
		Run       string    `json:"run"`
		Through   string    `json:"through"`
		StartedAt time.Time `json:"started_at"`
		At        time.Time `json:"published_at"`
		Behind    bool      `json:"behind"`
	}
	out := struct {
		Published *published           `json:"published"`
		Lake      map[string]any       `json:"lake"`
		Refused   string               `json:"refused,omitempty"`
		Doors     []presence.Doors     `json:"doors"`
		Mart      *pipeline.MartStatus `json:"mart"`
		Last      *history.Run         `json:"last_run"`
		Good      int                  `json:"recent_good"`
		Of        int                  `json:"recent"`
		Open      []alert.Alert        `json:"alerts"`
		Damages   []history.Damage     `json:"damaged_lines,omitempty"`
	}{Refused: g.status.Refused, Doors: g.status.Doors, Mart: g.status.Mart, Open: g.open, Damages: g.damages, Lake: map[string]any{"empty": g.status.Lake.Empty}}
	if l := g.status.Lake; !l.Empty {
		out.Lake = map[string]any{"empty": false, "first": l.First.String(), "through": l.Through.String(), "files": l.Partitions, "bytes": l.Bytes}
	}
	if p := g.status.Published; p != nil {
		out.Published = &published{p.File, p.Run.ID, p.Run.Through.String(), p.Run.StartedAt.UTC(), p.At.UTC(), p.Behind}
	}
	if n := len(g.runs); n > 0 {
		out.Last = &g.runs[n-1]
	}
	out.Good, out.Of = g.good()
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
