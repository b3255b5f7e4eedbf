// Package nightly runs the refresh every night by itself, for years, and tells people when it cannot.
//
// It remembers nothing: whether a night is due is asked of the run history, so that after a restart, a move of the
// clock or days without power one run catches up all nights that were missed, and a refresh by hand counts as one.
// A run is never doubled: the lake's lock holds the second one off, and when it gets the lock there is nothing to do.
// [Nightly.Night] is what `uythac refresh` of cron and systemd does, too: retries, the watch on the deadline and
// alerts are the same whoever starts it.
//
// The package refuses to do any stage itself: that is pipeline's.
package nightly
