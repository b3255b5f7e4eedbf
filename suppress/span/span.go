// Package span tells what can be computed from numbers by adding and taking away: tests hold what is suppressed against it.
package span

import "slices"

// Span is what can be computed from vectors of the same length, by elimination modulo a prime: their elements must be far
// below it. The zero value is that of no vectors.
type Span struct {
	rows  [][]int
	pivot []int
}

const prime = 1_000_003

// Size is how many of the vectors added do not follow from the others.
func (s *Span) Size() int { return len(s.rows) }

// Has tells whether a vector follows from those added.
func (s *Span) Has(v []int) bool {
	return !slices.ContainsFunc(s.reduce(v), func(x int) bool { return x != 0 })
}

// Add takes in a vector.
func (s *Span) Add(v []int) {
	v = s.reduce(v)
	at := slices.IndexFunc(v, func(x int) bool { return x != 0 })
	if at < 0 {
		return
	}
	inverse := 1
	for b, e := v[at], prime-2; e > 0; b, e = b*b%prime, e/2 {
		if e%2 == 1 {
			inverse = inverse * b % prime
		}
	}
	for j := range v {
		v[j] = v[j] * inverse % prime
	}
	s.rows, s.pivot = append(s.rows, v), append(s.pivot, at)
}

// reduce takes off a vector what the span gives; zero: it is in the span.
func (s *Span) reduce(v []int) []int {
	v = slices.Clone(v)
	for i, row := range s.rows {
		if f := v[s.pivot[i]]; f != 0 {
			for j := range v {
				v[j] = ((v[j]-f*row[j])%prime + prime) % prime
			}
		}
	}
	return v
}
