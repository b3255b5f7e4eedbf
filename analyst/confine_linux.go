package analyst

import (
	"bufio"
	"cmp"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// leastPriority is the niceness of workers where none is asked for: the nightly run and the program that serves go first.
const leastPriority = 19

// confine bounds what this process may take: its memory, also what DuckDB does not count, no memory dump, and the
// least priority.
func confine(l Limits) error {
	most := uint64(mapped() + l.Memory + headroom) //nolint:gosec // they are positive
	for resource, limit := range map[int]uint64{syscall.RLIMIT_DATA: most, syscall.RLIMIT_CORE: 0} {
		if err := syscall.Setrlimit(resource, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
			return fmt.Errorf("bound the memory of a query: %w", err)
		}
	}
	stepBack(cmp.Or(l.Nice, leastPriority))
	return nil
}

// mapped is how many bytes of memory the process has mapped for data, most of them never touched; 0 when that is not known.
func mapped() int64 {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return 0
	}
	defer func() { _ = f.Close() }() // it is only read
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if text, ok := strings.CutPrefix(lines.Text(), "VmData:"); ok {
			kb, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(text, "kB")), 10, 64)
			if err != nil {
				return 0
			}
			return kb << 10
		}
	}
	return 0
}

// stepBack gives all threads a niceness, and with that those they start. Without /proc the worker keeps that of
// its caller.
func stepBack(nice int) {
	// Where each session is a group of its own for the scheduler, niceness counts within the group only.
	_ = os.WriteFile("/proc/self/autogroup", []byte(strconv.Itoa(nice)), 0o644) //nolint:gosec // no file; where it is not, it is not needed
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return
	}
	for _, t := range threads {
		if id, err := strconv.Atoi(t.Name()); err == nil {
			_ = syscall.Setpriority(syscall.PRIO_PROCESS, id, nice) // a thread may just have ended
		}
	}
}
