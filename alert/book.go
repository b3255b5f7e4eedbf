package alert

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// File is the name of the file, in the folder of a [Book], that says what was told to whom.
const File = "alerts.json"

// Book tells alerts to channels, each once. Without channels it only keeps what is wrong. Its methods may be called
// by several goroutines.
type Book struct {
	Dir      string // folder of the file
	Channels []Channel
	Host     string
	Lang     string
	Now      func() time.Time

	mu sync.Mutex
}

// entry is an alert in the file.
type entry struct {
	Alert
	Told     []string  `json:"told"`               // channels that know of it
	Resolved time.Time `json:"resolved,omitzero"`  // when the cause was gone; then the channels that know of it are told that
	Failed   string    `json:"not_told,omitempty"` // why a channel could not be told the last time
}

// Settle says which alerts of a family there are now; the family is what keys begin with. Those that are new are
// told, those of the family that are not among them any more are told as resolved. The error is of channels that
// could not be reached; they are tried again with the next call, of whatever family.
func (b *Book) Settle(ctx context.Context, family string, active ...Alert) (err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	entries, err := b.read()
	var lost *unreadable
	if errors.As(err, &lost) { // people are told twice rather than never again
		if err := os.Rename(lost.file, lost.file+".damaged"); err != nil {
			return fmt.Errorf("alerts: %w", err)
		}
		defer func() { err = errors.Join(lost, err) }()
	} else if err != nil {
		return err
	}
	now := b.Now()
	for _, a := range active {
		e, known := entries[a.Key]
		if known && e.Resolved.IsZero() {
			a.Since = e.Since
			e.Alert = a
		} else {
			if a.Since.IsZero() {
				a.Since = now
			}
			e = &entry{Alert: a, Told: nil}
		}
		entries[a.Key] = e
	}
	for key, e := range entries {
		gone := strings.HasPrefix(key, family) && !slices.ContainsFunc(active, func(a Alert) bool { return a.Key == key })
		if gone && e.Resolved.IsZero() {
			e.Resolved = now
		}
	}
	// What is wrong is on disk before it is told: a crash then tells it again, and does not forget it.
	if err := b.write(entries); err != nil {
		return err
	}
	tell := b.tell(ctx, entries)
	return errors.Join(tell, b.write(entries))
}

// Open lists the alerts whose cause is not gone, by key.
func (b *Book) Open() (open []Alert, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	entries, err := b.read()
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		if e := entries[key]; e.Resolved.IsZero() {
			open = append(open, e.Alert)
		}
	}
	return open, err
}

// tell brings every channel up to date, and drops what is over and known to be.
// A channel that did not answer in time is not asked again in the same call: a night waits for it.
func (b *Book) tell(ctx context.Context, entries map[string]*entry) (failed error) {
	silent := map[string]error{}
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		e := entries[key]
		e.Failed = ""
		for _, c := range b.Channels {
			knows := slices.Contains(e.Told, c.Name())
			m := Message{Alert: e.Alert, Status: Firing, At: b.Now(), Host: b.Host, Lang: b.Lang}
			switch {
			case e.Resolved.IsZero() && knows, !e.Resolved.IsZero() && !knows:
				continue
			case knows:
				m.Status, m.At = Resolved, e.Resolved
			}
			err := silent[c.Name()]
			if err == nil {
				err = c.Send(ctx, m)
			}
			if err != nil {
				if errors.Is(err, context.DeadlineExceeded) {
					silent[c.Name()] = err
				}
				e.Failed = err.Error()
				failed = errors.Join(failed, fmt.Errorf("alert %s by %s: %w", key, c.Name(), err))
				continue
			}
			if e.Told = slices.DeleteFunc(e.Told, func(n string) bool { return n == c.Name() }); m.Status == Firing {
				e.Told = append(e.Told, c.Name())
			}
		}
		if !e.Resolved.IsZero() && !b.knownBy(e) {
			delete(entries, key)
		}
	}
	return failed
}

// knownBy tells whether a channel that there still is knows of an alert.
func (b *Book) knownBy(e *entry) bool {
	return slices.ContainsFunc(b.Channels, func(c Channel) bool { return slices.Contains(e.Told, c.Name()) })
}

func (b *Book) read() (map[string]*entry, error) {
	entries := map[string]*entry{}
	text, err := os.ReadFile(filepath.Join(b.Dir, File))
	if errors.Is(err, fs.ErrNotExist) {
		return entries, nil
	}
	if err != nil {
		return nil, fmt.Errorf("alerts: %w", err)
	}
	if err := json.Unmarshal(text, &entries); err != nil {
		return map[string]*entry{}, &unreadable{filepath.Join(b.Dir, File), err}
	}
	for key, e := range entries {
		if e == nil {
			delete(entries, key)
		}
	}
	return entries, nil
}

// unreadable is a file of alerts that holds something else.
type unreadable struct {
	file string
	why  error
}

func (u *unreadable) Error() string {
	return fmt.Sprintf("alerts: %s cannot be read: %v\n  → the next night puts it aside and tells anew what is still wrong; see whether the disk is sound", u.file, u.why)
}

// write replaces the file: written aside, brought to disk and renamed.
func (b *Book) write(entries map[string]*entry) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("alerts: %w", err)
		}
	}()
	text, err := json.MarshalIndent(entries, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(b.Dir, 0o755); err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(b.Dir, File+".new"))
	if err != nil {
		return err
	}
	_, err = f.Write(append(text, '\n'))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), filepath.Join(b.Dir, File))
}
