package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/mirror"
	"github.com/uythac/uythac/pipeline/source"
)

// Finding is something that was looked at before the first night, or after a bad one.
type Finding struct {
	Level  Level
	What   string // connection, rights, a table
	Text   string
	Remedy string // what to do; empty where nothing need be done
}

// Level says how a finding is.
type Level string

// The levels there are.
const (
	Good    Level = "ok"
	Warning Level = "warning"
	Bad     Level = "error" // an extraction would fail
)

// Doctor looks at source, disk, lake and records and says what to do. Its error is that of a call that was cut short;
// what is wrong with the source is among the findings.
func Doctor(ctx context.Context, c Config, o Options) (findings []Finding, err error) {
	o = o.filled()
	rows := int64(0)
	if c.Source.OfDatabase() {
		findings, rows, err = examineDatabase(ctx, c.Source, o)
		if err != nil {
			return nil, err
		}
	} else {
		findings = append(findings, examineFiles(c.Source))
	}
	findings = append(findings, examineDisk(c.Lake.Path, rows), examineLake(ctx, c.Lake.Path))
	findings = append(findings, examineRecords(c)...)
	if c.Mart.URL != "" {
		findings = append(findings, examineMart(ctx, c.Mart))
	}
	return findings, nil
}

// trouble is the finding that an error is, whose remedy stands on a line of its own.
func trouble(level Level, what string, err error) Finding {
	problem, remedy, _ := strings.Cut(err.Error(), "\n  → ")
	return Finding{level, what, problem, remedy}
}

// examineDatabase looks at a database, outside the hours in which it is to be left alone, and guesses how many rows it has.
func examineDatabase(ctx context.Context, c Source, o Options) (findings []Finding, rows int64, err error) {
	ctx, cancel, err := c.Quiet.bound(ctx, o.Now())
	if err != nil {
		f := trouble(Warning, "quiet hours", err)
		f.Text += ": it was not looked at"
		return []Finding{f}, 0, nil
	}
	defer cancel()
	s, err := survey(ctx, c.Database)
	switch {
	case ctx.Err() != nil:
		return nil, 0, context.Cause(ctx)
	case err != nil:
		return []Finding{trouble(Bad, "connection", err)}, 0, nil
	}
	for _, t := range s.Tables {
		rows += max(t.Rows, 0)
	}
	return examine(s), rows, nil
}

func survey(ctx context.Context, c source.Config) (source.Survey, error) {
	db, err := source.OpenDatabase(ctx, c)
	if err != nil {
		return source.Survey{}, err
	}
	return db.Survey(ctx)
}

func examineFiles(s Source) Finding {
	if _, err := source.Open(s.Kind, s.Path); err != nil {
		problem, remedy, _ := strings.Cut(err.Error(), "\n  → ")
		return Finding{Bad, "source", problem, remedy}
	}
	return Finding{Good, "source", s.Kind + " " + s.Path, ""}
}

// examine judges what was seen of a database.
func examine(s source.Survey) []Finding {
	findings := []Finding{
		{Good, "connection", fmt.Sprintf("%s %s, encoding %s, time zone %s, as user %s", s.Kind, s.Version, s.Encoding, s.TimeZone, s.User), ""},
		examineRights(s), examineClock(s), examineReplica(s),
	}
	for _, t := range s.Tables {
		findings = append(findings, examineTable(t)...)
	}
	return findings
}

func examineRights(s source.Survey) Finding {
	const remedy = "let uythac use a user that may only read: a role with CONNECT and SELECT and nothing else"
	switch {
	case s.Superuser:
		return Finding{Warning, "rights", "user " + s.User + " may do everything in this server", remedy}
	case len(s.Writable) > 0:
		return Finding{Warning, "rights", fmt.Sprintf("user %s could write to %s", s.User, some(s.Writable)), remedy}
	}
	return Finding{Good, "rights", "user " + s.User + " can read and not write", ""}
}

// some names a few of a list.
func some(names []string) string {
	const shown = 5
	if len(names) <= shown {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:shown], ", "), len(names)-shown)
}

// tolerableSkew is by how much clocks may differ: closings are compared with the moment of reading.
const tolerableSkew = 30 * time.Second

func examineClock(s source.Survey) Finding {
	text := fmt.Sprintf("the server's clock and this machine's differ by %s", s.Skew.Abs().Round(10*time.Millisecond))
	if s.Skew.Abs() > tolerableSkew {
		return Finding{Warning, "clock", text, "let both follow the same time server (NTP)"}
	}
	return Finding{Good, "clock", text, ""}
}

func examineReplica(s source.Survey) Finding {
	switch {
	case !s.Clock.Replica:
		return Finding{Good, "replica", "the server is no replica", ""}
	case s.Clock.ReplayedTo.IsZero():
		return Finding{Warning, "replica", "the server is a replica, and it does not say how far it has come", "let the user see the state of replication; until then closed days are taken without waiting for it"}
	case s.Clock.Late > mirror.TolerableLag:
		return Finding{Warning, "replica", fmt.Sprintf("the replica is %s behind: days wait until it has seen their closing", s.Clock.Late.Round(time.Second)), "see why it lags, or run later"}
	}
	return Finding{Good, "replica", fmt.Sprintf("the server is a replica, %s behind", s.Clock.Late.Round(time.Second)), ""}
}

func examineTable(t source.TableSurvey) (findings []Finding) {
	name := t.Table.Name
	switch {
	case t.Problem != nil:
		problem, remedy, _ := strings.Cut(t.Problem.Error(), "\n  → ")
		return []Finding{{Bad, name, problem, remedy}}
	case t.Offered == source.Absent && t.Table.Require:
		return []Finding{{Bad, name, "the source does not offer it", "map it with source.tables." + name + ".query; `uythac source init` prints a beginning"}}
	case t.Offered == source.Absent:
		return []Finding{{Warning, name, "the source does not offer it: it counts as empty", "map it with source.tables." + name + ".query where the source has it under another name"}}
	}
	findings = append(findings, Finding{Good, name, fmt.Sprintf("%d columns from a %s, about %d rows", len(t.Columns), t.Offered, t.Rows), ""})
	for _, note := range t.Notes {
		findings = append(findings, Finding{Warning, name, note, "nothing, if that is meant; the policy is source.tables." + name + ".drift"})
	}
	if len(t.Loose) > 0 {
		findings = append(findings, Finding{Warning, name, strings.Join(t.Loose, ", ") + ": an engine without transactions, so that what is changed while a run reads may come as of different moments",
			"have it converted: ALTER TABLE ... ENGINE=InnoDB; or read a replica that is stopped meanwhile"})
	}
	if !t.DayIndex {
		columns := t.Table.Proof.Day
		if t.Table.Proof.Office != "" {
			columns += ", " + t.Table.Proof.Office
		}
		remedy := "have an index made on (" + columns + ")"
		if t.Offered == source.FromQuery {
			remedy = "have an index made on the columns that the query gives as " + columns
		}
		findings = append(findings, Finding{Warning, name, "no index finds the rows of a day: every night reads the whole table", remedy})
	}
	return findings
}

// examineDisk compares the room that is left with what a first copy takes.
func examineDisk(path string, rows int64) Finding {
	const bytesPerRow = 60 // the copy, what is cleaned of it, and two published warehouses
	for path != filepath.Dir(path) {
		if _, err := os.Stat(path); err == nil {
			break
		}
		path = filepath.Dir(path)
	}
	free, err := freeBytes(path)
	if err != nil {
		return Finding{Warning, "disk", fmt.Sprintf("how much room is left in %s cannot be told: %v", path, err), "see that the lake's folder can be reached"}
	}
	text := fmt.Sprintf("%d MB are free for the lake", free>>20)
	if need := uint64(rows) * bytesPerRow; free < need || free < 1<<30 {
		return Finding{Warning, "disk", fmt.Sprintf("%s, and a first run takes about %d MB", text, max(need>>20, 1)), "make room, or put lake.path on another disk"}
	}
	return Finding{Good, "disk", text, ""}
}

// examineLake opens the lake, if there is one.
func examineLake(ctx context.Context, path string) Finding {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return Finding{Good, "lake", "there is none yet; the first run makes it", ""}
	}
	lk, err := lake.Open(ctx, path, lake.Options{})
	if err == nil {
		err = lk.Close()
	}
	if err != nil {
		problem, remedy, _ := strings.Cut(err.Error(), "\n  → ")
		return Finding{Bad, "lake", problem, remedy}
	}
	return Finding{Good, "lake", path + " opens", ""}
}

// examineRecords looks at what the warehouse folder says of runs and publications, where there is one.
func examineRecords(c Config) (findings []Finding) {
	if _, err := os.Stat(c.Warehouse.Path); err != nil {
		return nil // the first run makes it
	}
	damages, err := ReadDamages(c)
	if err != nil {
		return []Finding{trouble(Warning, "records", err)}
	}
	for _, d := range damages {
		findings = append(findings, Finding{Warning, "records", fmt.Sprintf("%s, line %d cannot be read: %s", d.File, d.Line, d.Text),
			"the other lines count; take this one out, or bring it back from a backup"})
	}
	if len(damages) == 0 {
		findings = append(findings, Finding{Good, "records", "the run history and the list of publications are whole", ""})
	}
	return findings
}
