package document_test

import (
	"bytes"
	"errors"
	"os/exec"
	"regexp"
	"strconv"
	"testing"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/document"
	"github.com/uythac/uythac/pipeline/source/dbtest"
)

// TestPDF prints a document with a real Chromium: A4, several pages, the last across, of the run's time.
// Its bytes are the browser's: they are nearly always the same, and nothing depends on it.
func TestPDF(t *testing.T) {
	if _, err := exec.LookPath("chromium"); err != nil {
		dbtest.Missing(t, "chromium is not installed", "apt-get install -y chromium")
	}
	d := build(t, input(t, calendar.Date(2020, 12, 31), "vi", "pdf"))
	var one bytes.Buffer
	if err := document.PDF(t.Context(), &one, d); err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(one.Bytes(), []byte("%PDF-")) || !bytes.Contains(one.Bytes(), []byte("D:20210105030405")) {
		t.Errorf("no PDF of the run's time: %.80q", one.Bytes())
	}
	upright, across := 0, 0
	for _, m := range regexp.MustCompile(`/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]`).FindAllSubmatch(one.Bytes(), -1) {
		wide, _ := strconv.ParseFloat(string(m[1]), 64)
		high, _ := strconv.ParseFloat(string(m[2]), 64)
		switch {
		case wide > 590 && wide < 600 && high > 837 && high < 847:
			upright++
		case high > 590 && high < 600 && wide > 837 && wide < 847:
			across++
		default:
			t.Errorf("a page of %s by %s points", m[1], m[2])
		}
	}
	if upright < 4 || across < 1 {
		t.Errorf("%d pages upright, %d across", upright, across)
	}
}

// TestNoBrowser: without a browser, the error says what to install.
func TestNoBrowser(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if err := document.PDF(t.Context(), &bytes.Buffer{}, &document.Document{}); !errors.Is(err, document.ErrNoBrowser) {
		t.Error(err)
	}
}
