// Package printed reads tables that somebody printed, taken down as CSV, and holds them against their
// own arithmetic: rows against totals, ratios against what they divide, growth against change.
//
// Every printed figure is an interval, because it was rounded, for a quantity that schemas knows the
// origin of. All figures together are linear relations between quantities; where bounds that follow
// from some leave nothing for others, the document contradicts itself, and the figures are
// suspected without which it does not.
//
// It refuses to guess: a column it does not know, a number in another style than was said, or a row named
// twice is an error with file and line. It does not know what is right: that is compared by who calls it.
package printed
