package history

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Damage is a line of a file of records that tells nothing, and that no crash left: the disk or a hand changed it.
type Damage struct {
	File string `json:"file"` // path
	Line int    `json:"line"` // from 1
	Text string `json:"text"` // how it begins, as a Go string: what it holds may be anything
}

// cut marks a line that a crash tore: the next writer puts it behind what there is. It is no damage.
const cut = "\t# cut short by a crash"

// CloseLine ends the last line of a file of lines that a crash tore, so that what is added begins one of its own. A line
// that is whole but for its end stays what it is; another one is marked as torn, so that no reader takes it for damage.
func CloseLine(f *os.File, whole func(line []byte) bool) error {
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return err
	}
	from := max(0, info.Size()-longestLine)
	tail := make([]byte, info.Size()-from)
	if _, err := f.ReadAt(tail, from); err != nil {
		return err
	}
	if tail[len(tail)-1] == '\n' {
		return nil
	}
	end := cut + "\n"
	if whole(tail[bytes.LastIndexByte(tail, '\n')+1:]) {
		end = "\n"
	}
	_, err = f.WriteString(end)
	return err
}

// longestLine is more than any writer writes at once.
const longestLine = 1 << 20

// Damaged lists the lines of a file of records that tell nothing: not whole, and not torn by a crash. A last line without
// an end is no damage: it may be being written. Without the file there are none.
func Damaged(path string, whole func(line []byte) bool) (found []Damage, err error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	n := 0
	for line := range bytes.Lines(text) {
		n++
		bare, ended := bytes.CutSuffix(line, []byte("\n"))
		if ended && len(bytes.TrimSpace(bare)) > 0 && !bytes.HasSuffix(bare, []byte(cut)) && !whole(bare) {
			found = append(found, Damage{path, n, beginning(bare)})
		}
	}
	return found, nil
}

// beginning is how a line begins, fit to be printed.
func beginning(line []byte) string {
	const shown = 60
	text := strings.ToValidUTF8(string(line), string(utf8.RuneError))
	if runes := []rune(text); len(runes) > shown {
		text = string(runes[:shown]) + "…"
	}
	return strconv.Quote(text)
}
