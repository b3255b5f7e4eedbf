package control

import (
	"strconv"

	"github.com/uythac/uythac/calendar"
)

// appendRate writes tenthousandths as a decimal number: PostgreSQL's without zeros at its end, MariaDB's
// with ten digits.
func appendRate(b []byte, v int64, d Dialect) []byte {
	const unit, digits = 10_000, 4
	if v < 0 {
		b, v = append(b, '-'), -v
	}
	b = strconv.AppendInt(b, v/unit, 10)
	if v%unit == 0 && d != MariaDB {
		return b
	}
	b = appendPadded(append(b, '.'), v%unit, digits)
	if d == MariaDB {
		return append(b, "000000"...)
	}
	for b[len(b)-1] == '0' {
		b = b[:len(b)-1]
	}
	return b
}

// appendDay writes days since 1970 as a date.
func appendDay(b []byte, day int64) []byte {
	y, m, n := calendar.Day(day).YMD()
	b = appendPadded(b, int64(y), 4)
	b = appendPadded(append(b, '-'), int64(m), 2)
	return appendPadded(append(b, '-'), int64(n), 2)
}

// appendMoment writes microseconds since 1970 as date and time.
func appendMoment(b []byte, micros int64) []byte {
	day, clock := micros/dayMicros, micros%dayMicros
	if clock < 0 {
		day, clock = day-1, clock+dayMicros
	}
	const second = 1_000_000
	part, seconds := clock%second, clock/second
	b = appendDay(b, day)
	b = appendPadded(append(b, ' '), seconds/3600, 2)
	b = appendPadded(append(b, ':'), seconds/60%60, 2)
	b = appendPadded(append(b, ':'), seconds%60, 2)
	return appendPadded(append(b, '.'), part, 6)
}

func appendPadded(b []byte, v int64, digits int) []byte {
	at := len(b)
	for range digits {
		b = append(b, '0')
	}
	for i := len(b) - 1; i >= at; i-- {
		b[i] = byte('0' + v%10)
		v /= 10
	}
	return b
}
