package printed

import "math/big"

// bounds are the ends between which a value lies, both included; nil is no end.
type bounds struct{ low, high *big.Rat }

// term is a number of times a quantity.
type term struct {
	times    *big.Rat
	quantity int
}

// relation says that a sum of terms lies within bounds.
type relation struct {
	terms  []term
	within bounds
	figure int // that says so; -1: it holds for every document
}

// system is a set of relations between quantities that are not below zero.
type system struct {
	relations []relation
	quantity  []bounds
}

// grid is how fine bounds are kept: they are rounded outwards, so that fractions stay short. A
// hundred-millionth of a đồng, of a piece or of a fraction is nothing that is printed.
var grid = new(big.Int).Exp(big.NewInt(10), big.NewInt(8), nil)

// passes is how often all relations are looked at: bounds that still creep are as good as at rest.
const passes = 40

// settle narrows the quantities by the relations until nothing changes. It is false when a quantity is
// left with nothing: the relations contradict one another. without leaves out those of a figure.
func (s *system) settle(without map[int]bool) bool {
	s.reset()
	for range passes {
		changed := false
		for i := range s.relations {
			if without[s.relations[i].figure] {
				continue
			}
			ok, moved := s.apply(&s.relations[i])
			if !ok {
				return false
			}
			changed = changed || moved
		}
		if !changed {
			return true
		}
	}
	return true
}

func (s *system) reset() {
	for i := range s.quantity {
		s.quantity[i] = bounds{low: new(big.Rat)}
	}
}

// apply narrows each quantity of a relation by the bounds of the others.
func (s *system) apply(r *relation) (ok, changed bool) {
	for i, t := range r.terms {
		rest := s.sum(r.terms, i)
		within := bounds{minus(r.within.low, rest.high), minus(r.within.high, rest.low)}
		if t.times.Sign() < 0 {
			within.low, within.high = within.high, within.low
		}
		q := &s.quantity[t.quantity]
		before := *q
		if v := over(within.low, t.times); v != nil {
			if v = outward(v, false); q.low == nil || v.Cmp(q.low) > 0 {
				q.low = v
			}
		}
		if v := over(within.high, t.times); v != nil {
			if v = outward(v, true); q.high == nil || v.Cmp(q.high) < 0 {
				q.high = v
			}
		}
		changed = changed || before.much(q)
		if q.low != nil && q.high != nil && q.low.Cmp(q.high) > 0 {
			return false, changed
		}
	}
	return true, changed
}

// much tells whether bounds have narrowed by more than a thousandth: what creeps on for ever finds nothing.
func (b bounds) much(now *bounds) bool {
	if (b.low == nil) != (now.low == nil) || (b.high == nil) != (now.high == nil) {
		return true
	}
	if now.low == nil || now.high == nil {
		return far(b.low, now.low) || far(b.high, now.high)
	}
	was, is := new(big.Rat).Sub(b.high, b.low), new(big.Rat).Sub(now.high, now.low)
	return is.Sub(was, is).Mul(is, big.NewRat(1000, 1)).Cmp(was) > 0
}

// far tells whether an end that stands alone has moved by more than a thousandth of itself.
func far(was, is *big.Rat) bool {
	if is == nil {
		return false
	}
	step, size := new(big.Rat).Sub(is, was), new(big.Rat).Abs(is)
	return step.Abs(step).Mul(step, big.NewRat(1000, 1)).Cmp(size) > 0
}

// sum is where a sum of terms lies, but for one of them; -1 leaves out none.
func (s *system) sum(terms []term, but int) bounds {
	out := bounds{new(big.Rat), new(big.Rat)}
	for i, t := range terms {
		if i == but {
			continue
		}
		q := s.quantity[t.quantity]
		if t.times.Sign() < 0 {
			q.low, q.high = q.high, q.low
		}
		out.low, out.high = plus(out.low, product(q.low, t.times)), plus(out.high, product(q.high, t.times))
	}
	return out
}

func plus(a, b *big.Rat) *big.Rat {
	if a == nil || b == nil {
		return nil
	}
	return new(big.Rat).Add(a, b)
}

func minus(a, b *big.Rat) *big.Rat {
	if a == nil || b == nil {
		return nil
	}
	return new(big.Rat).Sub(a, b)
}

func product(a, times *big.Rat) *big.Rat {
	if a == nil {
		return nil
	}
	return new(big.Rat).Mul(a, times)
}

func over(a, times *big.Rat) *big.Rat {
	if a == nil {
		return nil
	}
	return new(big.Rat).Quo(a, times)
}

// outward rounds to the grid, up or down.
func outward(v *big.Rat, up bool) *big.Rat {
	n := new(big.Int).Mul(v.Num(), grid)
	q, rest := new(big.Int).DivMod(n, v.Denom(), new(big.Int)) // Euclidean: down
	if up && rest.Sign() != 0 {
		q.Add(q, big.NewInt(1))
	}
	return new(big.Rat).SetFrac(q, grid)
}
