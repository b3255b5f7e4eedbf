package replay

import (
	"fmt"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// TestFramesOfASheet: however a sheet is cut into frames, the rows are the same and the dictionaries do
// not change: Parquet's writer gives up one that does.
func TestFramesOfASheet(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer mem.AssertSize(t, 0)
	const rows = 20
	var accounts codes
	for i := range 7 {
		accounts.id(fmt.Sprint("class ", i))
	}
	frames := func(size int) (out []arrow.RecordBatch) {
		s := newSheet(mem, &schemas.NegativeBalance, rows)
		defer s.release()
		for from := 0; from < rows; from += size {
			f := s.frame(from, min(rows, from+size))
			f.days("as_of", func(i int) calendar.Day { return calendar.Day(i) })
			f.one("branch_code", "B1")
			f.code("account", &accounts, func(i int) int32 { return int32(i / 3) })
			f.text("key", func(i int) (string, bool) { return fmt.Sprint("key ", i), true })
			f.days("day", func(i int) calendar.Day { return calendar.Day(i * 2) })
			balance := f.ints("balance")
			for i := range balance {
				balance[i] = int64(-i - from)
			}
			b, err := f.finish()
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, b)
		}
		return out
	}
	whole := frames(rows)[0]
	defer whole.Release()
	for _, size := range []int{1, 3, 19} {
		from := 0
		for _, b := range frames(size) {
			slice := whole.NewSlice(int64(from), int64(from)+b.NumRows())
			if !array.RecordEqual(slice, b) {
				t.Errorf("rows from %d in frames of %d: %v, want %v", from, size, b, slice)
			}
			if at := b.Schema().FieldIndices("account")[0]; b.Column(at).(*array.Dictionary).Dictionary().Len() != 7 {
				t.Errorf("frames of %d do not share a dictionary: %v", size, b.Column(at))
			}
			from += int(b.NumRows())
			slice.Release()
			b.Release()
		}
	}
}
