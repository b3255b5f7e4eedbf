-- doc: What a / b has beyond its whole part, in units of 10^-12, rounded half away from zero. Whole part and remainder apart: a * 10^12 alone could leave 128 bits.
-- params: a, b
(2 * (abs(a) % nullif(abs(b), 0)) * 1000000000000 + abs(b)) // (2 * nullif(abs(b), 0))
