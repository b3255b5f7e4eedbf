package dbtest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// ahead is a library that makes a server's clock go ahead: PostgreSQL asks gettimeofday.
const ahead = `#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/time.h>
int gettimeofday(struct timeval *restrict tv, void *restrict tz) {
	int (*real)(struct timeval *restrict, void *restrict) = (int (*)(struct timeval *restrict, void *restrict))dlsym(RTLD_NEXT, "gettimeofday");
	int r = real(tv, tz);
	tv->tv_sec += SECONDS;
	return r;
}
`

// Ahead restarts a PostgreSQL server with a clock that goes ahead of the machine's: to a replica everything that it shows
// is as much older then. It needs the C compiler that the program needs.
func (s *Server) Ahead(tb testing.TB, by time.Duration) {
	tb.Helper()
	source, library := filepath.Join(s.dir, "ahead.c"), filepath.Join(s.dir, "ahead.so")
	if err := os.WriteFile(source, []byte(ahead), 0o600); err != nil {
		tb.Fatal(err)
	}
	if err := s.own(source); err != nil {
		tb.Fatal(err)
	}
	if err := s.run("gcc", "-shared", "-fPIC", fmt.Sprintf("-DSECONDS=%d", int(by.Seconds())), "-o", library, source, "-ldl"); err != nil {
		tb.Fatal(err)
	}
	s.env = []string{"LD_PRELOAD=" + library}
	s.Restart(tb)
}
