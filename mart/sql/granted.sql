-- The roles that the last publication let read.
SELECT r.rolname
FROM uythac_store.publication o
CROSS JOIN unnest(string_to_array(o.roles, ' ')) AS g (name)
JOIN pg_roles r ON r.rolname = g.name
