-- doc: a / b of whole numbers to twelve decimals, rounded half away from zero; either may be negative. NULL when b is zero.
-- params: a, b
(sign(a) * sign(b) * (abs(a) // nullif(abs(b), 0) + meta.quotient_fraction(a, b) // 1000000000000)::DECIMAL(26, 0)
  + sign(a) * sign(b) * ('0.' || lpad((meta.quotient_fraction(a, b) % 1000000000000)::VARCHAR, 12, '0'))::DECIMAL(13, 12))::DECIMAL(38, 12)
