package mirror

import (
	"context"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/schemas"
)

// What is healed is logged first and committed then. Both commits name the healing, by these properties: of
// schemas.Heal, and of the table that was mended; what is no healing, as days that are new, names nothing. A run that was killed between the two leaves names that differ; the
// next run finds the same units differing, so what was logged is taken out before it is logged again.
const (
	propLogged = "uythac.mirror.logged"
	propHealed = "uythac.mirror.healed"
)

// allMonths stands for the month in the name of a healing of a table that is one file.
const allMonths = "all"

// healing names the mending of one file by this run: run, table and month.
func (x *run) healing(c *tableCopy, home lake.Unit) string {
	month := allMonths
	if c.mirror.Month != "" {
		month = home.Month.First().String()
	}
	return x.o.Run + " " + c.table.Name + " " + month
}

// withdraw takes out of the logs what a run wrote down that was killed before it committed it.
func (x *run) withdraw(ctx context.Context) error {
	logged, err := x.lk.Property(ctx, &schemas.Heal, propLogged)
	words := strings.Fields(logged)
	if err != nil || len(words) != 3 {
		return err
	}
	all := schemas.Contract()
	i := slices.IndexFunc(all, func(t *schemas.Table) bool { return t.Name == words[1] })
	if i < 0 {
		return nil
	}
	healed, err := x.lk.Property(ctx, schemas.MirrorOf(all[i]), propHealed)
	if err != nil || healed == logged {
		return err
	}
	of := func(b arrow.RecordBatch, row int) bool {
		return b.Column(1).(*array.Dictionary).ValueStr(row) == words[0] && b.Column(3).(*array.Dictionary).ValueStr(row) == words[1] &&
			(words[2] == allMonths || calendar.Day(b.Column(5).(*array.Date32).Value(row)).String() == words[2])
	}
	if words[2] == allMonths {
		if err := x.strike(ctx, &schemas.DimensionChange, of, nil); err != nil {
			return err
		}
	}
	return x.strike(ctx, &schemas.Heal, of, map[string]string{propLogged: ""})
}

// strike takes rows out of a log.
func (x *run) strike(ctx context.Context, t *schemas.Table, of func(b arrow.RecordBatch, row int) bool, props map[string]string) error {
	parts, err := x.lk.Parts(ctx, t)
	if err != nil {
		return err
	}
	var written []lake.Part
	var emptied []lake.Unit
	for _, p := range parts {
		s, left := newSheet(t), int64(0)
		for b, err := range x.lk.Read(ctx, t, []lake.Part{p}, nil) {
			if err == nil {
				err = s.copy(b, func(row int) bool {
					if of(b, row) {
						return false
					}
					left++
					return true
				})
			}
			if err != nil {
				s.b.Release()
				return err
			}
		}
		switch left {
		case p.Rows:
			s.b.Release()
			continue
		case 0:
			s.b.Release()
			emptied = append(emptied, p.Unit)
			continue
		}
		part, err := s.write(ctx, x.lk, p.Unit, x.stamp())
		if err != nil {
			return err
		}
		written = append(written, part)
	}
	if len(written)+len(emptied)+len(props) == 0 {
		return nil
	}
	_, err = x.lk.Commit(ctx, t, written, emptied, props)
	return err
}
