package main

// nearest finds the name that takes the fewest edits to reach; near tells whether that is few
// enough to be a slip of the finger.
func nearest(name string, names []string) (best string, near bool) {
	least := 1 << 30
	for _, n := range names {
		if d := edits([]rune(name), []rune(n)); d < least {
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
