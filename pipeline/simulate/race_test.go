//go:build race

package simulate

// The race detector makes reading five million rows back seven times slower and finds nothing there: planning and
// reading run on one goroutine. Writing, which does not, is tested in full.
const underRace = true
