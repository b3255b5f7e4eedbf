package source

import "github.com/uythac/uythac/calendar"

// latestDay reads days and moments, and remembers the day that was last: ledgers come more or less by day, so that most
// days need not be worked out again. The zero value remembers none.
type latestDay struct {
	text  [len("2006-01-02")]byte
	day   calendar.Day
	known bool
}

// parse reads 2006-01-02.
func (l *latestDay) parse(b []byte) (calendar.Day, bool) {
	if l.known && string(b) == string(l.text[:]) {
		return l.day, true
	}
	day, ok := calendar.ParseBytes(b)
	if ok {
		copy(l.text[:], b)
		l.day, l.known = day, true
	}
	return day, ok
}

// timestamp reads 2006-01-02 15:04:05 or with T, up to six decimals, and an optional Z or
// offset, as microseconds since 1970 UTC.
func (l *latestDay) timestamp(b []byte) (int64, bool) {
	if len(b) < 19 || (b[10] != ' ' && b[10] != 'T') || b[13] != ':' || b[16] != ':' {
		return 0, false
	}
	day, ok := l.parse(b[:10])
	if !ok {
		return 0, false
	}
	h, ok1 := twoDigits(b[11:13], 23)
	m, ok2 := twoDigits(b[14:16], 59)
	s, ok3 := twoDigits(b[17:19], 59)
	if !ok1 || !ok2 || !ok3 {
		return 0, false
	}
	micros := ((int64(day)*24+h)*60+m)*60 + s
	micros *= 1e6
	rest := b[19:]
	if len(rest) > 0 && rest[0] == '.' {
		rest = rest[1:]
		unit, n := int64(100_000), 0
		for len(rest) > 0 && rest[0] >= '0' && rest[0] <= '9' {
			if unit == 0 && rest[0] != '0' {
				return 0, false
			}
			micros += int64(rest[0]-'0') * unit
			unit /= 10
			rest = rest[1:]
			n++
		}
		if n == 0 {
			return 0, false
		}
	}
	offset, ok := parseOffset(rest)
	return micros - offset, ok
}
