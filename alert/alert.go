// Package alert tells people what keeps figures from being published, by mail and webhook: each with its cause and
// what to do, in Vietnamese or English.
//
// The same cause is told once, until it is resolved; then that is told, too. What was told stands in a small file
// ([File]), so that a restart tells nothing again. A receiver that could not be reached is tried again with the next
// occasion. A crash between telling and writing that down tells once more: too often is better than not at all.
//
// The package refuses to know what may go wrong: causes come from the caller.
package alert

import (
	"context"
	"time"
)

// Alert is one thing that is wrong.
type Alert struct {
	Key      string    `json:"key"` // the cause: two alerts with the same key are the same alert
	Severity Severity  `json:"severity"`
	Title    Text      `json:"title"` // one line
	Cause    Text      `json:"cause"` // what is wrong, some lines
	Next     Text      `json:"next"`  // what to do
	Run      string    `json:"run,omitempty"`
	Since    time.Time `json:"since"`
}

// Severity says how soon somebody should look.
type Severity string

// The severities there are.
const (
	Warning Severity = "warning" // readers may miss something soon
	Error   Severity = "error"   // readers miss something now
)

// Text is a text in both languages.
type Text struct {
	VI string `json:"vi"`
	EN string `json:"en"`
}

// In gives the text in a language: en, or else Vietnamese.
func (t Text) In(lang string) string {
	if lang == "en" {
		return t.EN
	}
	return t.VI
}

// Status says what a message is about.
type Status string

// The statuses there are.
const (
	Firing   Status = "firing"
	Resolved Status = "resolved"
)

// Message is what a receiver gets.
type Message struct {
	Alert
	Status Status
	At     time.Time
	Host   string // that the program runs on
	Lang   string // vi or en
}

// Channel reaches receivers.
type Channel interface {
	Name() string // names the channel in the file of what was told
	Send(ctx context.Context, m Message) error
}
