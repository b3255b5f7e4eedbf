package document

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// browsers are the names that Chromium and its kin go by, the one of Debian first.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"}

// ErrNoBrowser says that PDF cannot be made here.
var ErrNoBrowser = errors.New("a PDF is printed by Chromium, and none was found\n  → apt-get install -y chromium fonts-liberation2, or name a file that ends in .html or .docx")

// patience is how long the browser may take: a cold start on a busy machine takes some seconds.
const patience = time.Minute

// PDF prints the HTML of a document with a headless Chromium: without one the error is ErrNoBrowser. The
// file's times are the run's; its bytes are the browser's, who does not promise the same twice.
func PDF(ctx context.Context, w io.Writer, d *Document) (err error) {
	browser, err := findBrowser()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "uythac-pdf")
	if err != nil {
		return err
	}
	defer func() {
		if e := os.RemoveAll(dir); err == nil {
			err = e
		}
	}()
	page, printed := filepath.Join(dir, "page.html"), filepath.Join(dir, "page.pdf")
	var html strings.Builder
	if err := HTML(&html, d); err != nil {
		return err
	}
	if err := os.WriteFile(page, []byte(html.String()), 0o600); err != nil {
		return err
	}
	if err := runBrowser(ctx, browser, dir, page, printed); err != nil {
		return err
	}
	pdf, err := os.ReadFile(printed)
	if err != nil {
		return fmt.Errorf("%s printed nothing: %w\n  → run it by hand on the .html: %s --headless --print-to-pdf=out.pdf FILE.html", browser, err, browser)
	}
	_, err = w.Write(dated(pdf, d.Made))
	return err
}

func findBrowser() (string, error) {
	for _, name := range browsers {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNoBrowser
}

// runBrowser prints a page to a file. Everything the browser writes stays in dir.
func runBrowser(ctx context.Context, browser, dir, page, printed string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	args := []string{"--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-background-networking", "--disable-sync", "--no-pdf-header-footer",
		"--user-data-dir=" + filepath.Join(dir, "profile"), "--print-to-pdf=" + printed}
	if os.Geteuid() == 0 {
		args = append(args, "--no-sandbox") // Chromium refuses to be sandboxed as root; the page is our own and runs no script
	}
	cmd := exec.CommandContext(ctx, browser, append(args, "file://"+filepath.ToSlash(page))...)
	cmd.WaitDelay = time.Second // its children may hold the pipe
	out, err := cmd.CombinedOutput()
	if err == nil || errors.Is(err, exec.ErrWaitDelay) {
		return nil
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return fmt.Errorf("%s: %w: %s\n  → see that it starts: %s --version", browser, err, lines[len(lines)-1], browser)
}

var pdfTime = regexp.MustCompile(`/(CreationDate|ModDate) \(D:\d{14}\+00'00'\)`)

// dated writes the document's time over the browser's, in as many bytes.
func dated(pdf []byte, made time.Time) []byte {
	return pdfTime.ReplaceAll(pdf, []byte("/$1 (D:"+made.UTC().Format("20060102150405")+"+00'00')"))
}
