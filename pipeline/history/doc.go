// Package history keeps what every refresh did, whoever started it: a run is written down step by step while it
// goes on, so that a run that was killed is known, and where.
//
// The history is one file of JSON lines, [File], beside the published warehouses. Lines are only added, each with
// one write that is brought to disk, and never changed: what a crash leaves is at most a torn last line, which
// readers pass over and the next writer closes and marks. Any other line that tells nothing is damage, and named. A line tells one event of a run: it begins, a step begins, a step
// ends, the run ends. A run without an end whose process is gone was killed; the next run says so in the file.
//
// The package refuses to judge a run: outcomes and causes are words of the caller.
package history
