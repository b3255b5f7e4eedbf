package closing

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/schemas"
)

// Words for what an act did.
const (
	Closed   = "closed"
	Reopened = "reopened"
)

// Act is a closing of a period, or its reopening.
type Act struct {
	Number  int64
	Period  calendar.Month
	What    string // Closed or Reopened
	At      time.Time
	By      string
	Reason  string           // empty: nothing was said
	Run     string           // whose figures were frozen
	Figures int64            // how many
	Hash    string           // of them, see Hash
	Lake    map[string]int64 // snapshots of lake tables that they were computed from
}

// StateError says that a period is not in the state that an act needs.
type StateError struct{ Problem, Remedy string }

func (e *StateError) Error() string { return e.Problem + "\n  → " + e.Remedy }

// Acts reads all acts in their order.
func Acts(ctx context.Context, lk *lake.Lake) ([]Act, error) {
	parts, err := lk.Parts(ctx, &schemas.PeriodAct)
	if err != nil {
		return nil, err
	}
	var acts []Act
	for b, err := range lk.Read(ctx, &schemas.PeriodAct, parts, nil) {
		if err != nil {
			return nil, err
		}
		for row := range int(b.NumRows()) {
			a, err := actOf(b, row)
			if err != nil {
				return nil, err
			}
			acts = append(acts, a)
		}
	}
	return acts, nil
}

// actOf reads a row of a batch with the table's own columns.
func actOf(b arrow.RecordBatch, row int) (Act, error) {
	text := func(column int) string {
		if b.Column(column).IsNull(row) {
			return ""
		}
		return b.Column(column).ValueStr(row)
	}
	a := Act{
		Number: b.Column(0).(*array.Int64).Value(row), Period: calendar.Day(b.Column(1).(*array.Date32).Value(row)).Month(), What: text(2),
		At: b.Column(3).(*array.Timestamp).Value(row).ToTime(arrow.Microsecond), By: text(4), Reason: text(5), Run: text(6), Hash: text(8),
	}
	if !b.Column(7).IsNull(row) {
		a.Figures = b.Column(7).(*array.Int64).Value(row)
	}
	var err error
	a.Lake, err = parseSnapshots(text(9))
	return a, err
}

// StandingClosings are the acts that keep periods closed, by period.
func StandingClosings(acts []Act) []Act {
	last := map[calendar.Month]Act{}
	for _, a := range acts {
		last[a.Period] = a
	}
	var closed []Act
	for _, period := range slices.Sorted(maps.Keys(last)) {
		if a := last[period]; a.What == Closed {
			closed = append(closed, a)
		}
	}
	return closed
}

// Of finds the act that keeps a period closed.
func Of(acts []Act, period calendar.Month) (Act, bool) {
	for _, a := range StandingClosings(acts) {
		if a.Period == period {
			return a, true
		}
	}
	return Act{}, false
}

// Close freezes the figures of a period and notes who did it. The caller holds the lake's lock. The act's
// number, what, hash and number of figures are filled in. A period that is closed gives a *StateError.
func Close(ctx context.Context, lk *lake.Lake, a Act, figures []Figure) (Act, error) {
	acts, err := Acts(ctx, lk)
	if err != nil {
		return a, err
	}
	if before, closed := Of(acts, a.Period); closed {
		return a, &StateError{fmt.Sprintf("%s was closed on %s by %s", a.Period, before.At.In(a.At.Location()).Format("2006-01-02 15:04:05 -07:00"), before.By),
			fmt.Sprintf("`uythac reopen-period %s --reason TEXT` opens it again; `uythac restatements` shows what has changed since", a.Period)}
	}
	a.What, a.Figures, a.Hash = Closed, int64(len(figures)), Hash(figures)
	if err := freeze(ctx, lk, a, figures); err != nil {
		return a, err
	}
	return appendAct(ctx, lk, acts, a)
}

// Reopen notes that a period is open again. A period that is not closed gives a *StateError.
func Reopen(ctx context.Context, lk *lake.Lake, a Act) (Act, error) {
	acts, err := Acts(ctx, lk)
	if err != nil {
		return a, err
	}
	if _, closed := Of(acts, a.Period); !closed {
		return a, &StateError{fmt.Sprintf("%s is not closed", a.Period), "`uythac restatements` lists the periods that are"}
	}
	a.What = Reopened
	return appendAct(ctx, lk, acts, a)
}

// appendAct writes the acts there are and one more. It commits last: figures without their act are not seen.
func appendAct(ctx context.Context, lk *lake.Lake, acts []Act, a Act) (Act, error) {
	a.Number = int64(len(acts) + 1)
	b := array.NewRecordBuilder(allocator, schemas.PeriodAct.Arrow())
	defer b.Release()
	for _, a := range append(acts, a) {
		if err := addAct(b, a); err != nil {
			return a, err
		}
	}
	return a, write(ctx, lk, &schemas.PeriodAct, lake.Unit{Month: lake.NoMonth}, fmt.Sprint("act-", a.Number), b)
}

func addAct(b *array.RecordBuilder, a Act) error {
	b.Field(0).(*array.Int64Builder).Append(a.Number)
	b.Field(1).(*array.Date32Builder).Append(arrow.Date32(a.Period.Last()))
	b.Field(3).(*array.TimestampBuilder).Append(arrow.Timestamp(a.At.UnixMicro()))
	if a.What == Closed {
		b.Field(7).(*array.Int64Builder).Append(a.Figures)
	} else {
		b.Field(7).AppendNull()
	}
	for _, f := range []struct {
		column int
		text   string
	}{{2, a.What}, {4, a.By}, {5, a.Reason}, {6, a.Run}, {8, a.Hash}, {9, snapshotText(a.Lake)}} {
		if f.text == "" {
			b.Field(f.column).AppendNull()
		} else if err := b.Field(f.column).AppendValueFromString(f.text); err != nil {
			return err
		}
	}
	return nil
}

// snapshotText writes snapshots as table=id pairs in the order of the tables.
func snapshotText(snapshots map[string]int64) string {
	var words []string
	for _, name := range slices.Sorted(maps.Keys(snapshots)) {
		words = append(words, fmt.Sprint(name, "=", snapshots[name]))
	}
	return strings.Join(words, " ")
}

func parseSnapshots(text string) (map[string]int64, error) {
	all := map[string]int64{}
	for _, word := range strings.Fields(text) {
		name, id, _ := strings.Cut(word, "=")
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("snapshot %q of an act: %w", word, err)
		}
		all[name] = n
	}
	return all, nil
}
