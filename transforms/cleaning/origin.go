package cleaning

// Origin says where a row came from: a file of the source and a line in it, in 8 bytes. Origins
// compare in the order of reading.
type Origin uint64

const (
	lineBits = 40 // a file of 10^12 lines
	maxLine  = 1<<lineBits - 1
)

// At makes the origin of a line of a file, both numbered by the caller. Lines beyond 10^12 count as the last.
func At(file int, line int64) Origin { return Origin(file)<<lineBits | Origin(min(line, maxLine)) }

// File and Line split an origin.
func (o Origin) File() int   { return int(o >> lineBits) }
func (o Origin) Line() int64 { return int64(o & maxLine) }
