package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// patience is how long a command works before it shows that it does, and how often it does so in plain lines.
const patience = time.Second

// progress shows how far the stages are: a bar on a terminal, plain lines elsewhere, nothing for
// what takes no second. It also notes how long each stage took. Stages may report from several
// goroutines.
type progress struct {
	w   io.Writer
	bar bool // w is a terminal
	now func() time.Time

	mu     sync.Mutex
	last   time.Time // when something was shown, or the work began
	stage  string
	shown  *progressbar.ProgressBar
	stages []stageTime
}

type stageTime struct {
	name  string
	began time.Time
}

func (a *app) progress() *progress {
	f, ok := a.stderr.(*os.File)
	return &progress{w: a.stderr, bar: ok && term.IsTerminal(int(f.Fd())), now: a.now, last: a.now()}
}

// show is called by pipeline; total is 0 when unknown.
func (p *progress) show(stage, what string, done, total int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if stage != p.stage {
		p.clear()
		p.stage = stage
		p.stages = append(p.stages, stageTime{stage, now})
	}
	if now.Sub(p.last) < patience && p.shown == nil {
		return
	}
	if !p.bar {
		p.last = now
		of := ""
		if total > 0 {
			of = fmt.Sprintf(" of %d", total)
		}
		fmt.Fprintf(p.w, "%s: %s, %d%s\n", stage, what, done, of)
		return
	}
	if p.shown == nil {
		p.shown = progressbar.NewOptions64(-1, progressbar.OptionSetWriter(p.w), progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionClearOnFinish(), progressbar.OptionShowCount(), progressbar.OptionSetWidth(30))
	}
	// A bar that cannot be drawn is no reason to stop the work.
	p.shown.Describe(stage + " " + what)
	if total > 0 && p.shown.GetMax64() != total {
		p.shown.ChangeMax64(total)
	}
	_ = p.shown.Set64(done)
}

// finish takes the bar off the terminal.
func (p *progress) finish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
}

func (p *progress) clear() {
	if p.shown != nil {
		_ = p.shown.Clear() // nothing is lost with a bar that stays
		p.shown, p.last = nil, p.now()
	}
}

// took lists the stages with the seconds from their first report to the next stage's.
func (p *progress) took() (names []string, seconds []float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, s := range p.stages {
		end := p.now()
		if i+1 < len(p.stages) {
			end = p.stages[i+1].began
		}
		names, seconds = append(names, s.name), append(seconds, end.Sub(s.began).Seconds())
	}
	return names, seconds
}
