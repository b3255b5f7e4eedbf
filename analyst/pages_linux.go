package analyst

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"syscall"
)

// letGo gives the pages of the program itself back to the machine, once a process: the start touches nearly all of them,
// packages and DuckDB register themselves, and what streams rows needs few. They are the file's own and unchanged, so
// that one that is needed comes back from the machine's cache; a process of 110 MB has 40 then. Where that cannot be
// done nothing is lost.
var letGo = sync.OnceFunc(func() {
	self, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return
	}
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		return
	}
	defer func() { _ = f.Close() }() // it is only read
	for _, m := range untouched(f, self) {
		_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, m.from, m.to-m.from, syscall.MADV_DONTNEED) // advice: refused is as good as not given
	}
})

// mapping is a range of addresses.
type mapping struct{ from, to uintptr }

// untouched lists where a file is mapped to be read only and no page was written to. Pages that the linker filled in
// before it shut them are such a write: they would be lost.
func untouched(smaps io.Reader, file string) (all []mapping) {
	var m mapping
	var readOnly bool
	for lines := bufio.NewScanner(smaps); lines.Scan(); {
		words := strings.Fields(lines.Text())
		var from, to uintptr
		switch n, _ := fmt.Sscanf(words[0], "%x-%x", &from, &to); {
		case n == 2 && len(words) > 1:
			m, readOnly = mapping{from, to}, strings.HasPrefix(words[1], "r-") && strings.HasSuffix(lines.Text(), " "+file)
		case readOnly && words[0] == "Anonymous:" && words[1] == "0":
			all = append(all, m)
		}
	}
	return all
}
