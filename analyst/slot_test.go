package analyst_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/uythac/uythac/analyst"
)

// hold is a program that runs a statement whose rows nobody takes, until it is killed.
func hold(shared, file string) {
	p := analyst.New(analyst.Limits{Concurrency: 1}, os.Args[0], "work")
	p.Shared = shared
	r, err := p.Query(context.Background(), file, "FROM range(100000000)", nil)
	fmt.Println(r != nil, err)
	select {}
}

// TestShared: programs that share a folder run no more statements together than one may; one that is killed with kill -9 makes
// room at once, and so does a file that was removed.
func TestShared(t *testing.T) {
	shared := t.TempDir()
	other := exec.CommandContext(t.Context(), os.Args[0], "hold", shared, file(t))
	out, err := other.StdoutPipe()
	if err == nil {
		err = other.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "true <nil>\n" {
		t.Fatalf("%q, %v", line, err)
	}
	p := newPool(t, analyst.Limits{Concurrency: 1})
	p.Shared = shared
	hurried, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := rows(hurried, p, file(t), "SELECT 1", nil); reason(err) != analyst.Cancelled {
		t.Errorf("beside another program: %v", err)
	}
	if n, err := rows(t.Context(), newPool(t, analyst.Limits{}), file(t), "SELECT 1", nil); n != 1 || err != nil {
		t.Errorf("without the folder: %d rows, %v", n, err)
	}
	if err := other.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = other.Wait() // it was killed
	for range 2 {
		if n, err := rows(t.Context(), p, file(t), "SELECT 1", nil); n != 1 || err != nil {
			t.Errorf("after the other program: %d rows, %v", n, err)
		}
		if err := os.RemoveAll(shared); err != nil { // and then there is no folder to count in
			t.Fatal(err)
		}
	}
}
