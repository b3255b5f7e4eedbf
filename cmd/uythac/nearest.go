package main

import "strings"

// nearest finds the name that takes the fewest edits to reach, whatever the case. Where one of the two
// begins with the other, the rest counts as one edit. near tells whether the edits are few enough to be
// a slip of the finger.
func nearest(name string, names []string) (best string, near bool) {
	name = strings.ToLower(name)
	least := 1 << 30
	for _, n := range names {
		low := strings.ToLower(n)
		d := edits([]rune(name), []rune(low))
		if len(name) > 1 && (strings.HasPrefix(low, name) || strings.HasPrefix(name, low)) {
			d = min(d, 1)
		}
		if d < least {
			best, least = n, d
		}
	}
	return best, least <= max(1, len(name)/3)
}

// edits is the Levenshtein distance.
func edits(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			cost := 1
			if x == y {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
