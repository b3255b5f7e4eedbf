import java.lang.reflect.Method;
import java.sql.*;
import java.util.*;

/** Reads the Flight SQL door with Arrow's JDBC driver: Jdbc URL USER PASSWORD. Prints what it finds, a line each. */
public class Jdbc {
    public static void main(String[] args) throws Exception {
        Properties p = new Properties();
        p.put("user", args[1]);
        p.put("password", args[2]);
        try (Connection c = DriverManager.getConnection(args[0], p)) {
            DatabaseMetaData m = c.getMetaData();
            say("driver", m.getDriverVersion());
            say("product", m.getDatabaseProductName());
            say("read only", m.isReadOnly());
            say("union", m.supportsUnion() + " " + m.supportsTransactions() + " " + m.getIdentifierQuoteString() + " " + m.getDefaultTransactionIsolation());
            int asked = 0;
            for (Method f : DatabaseMetaData.class.getMethods()) { // every question without arguments
                if (f.getParameterCount() == 0 && (f.getReturnType() == boolean.class || f.getReturnType() == int.class || f.getReturnType() == String.class)) {
                    try {
                        f.invoke(m);
                        asked++;
                    } catch (java.lang.reflect.InvocationTargetException e) {
                        say("failed", f.getName() + " " + e.getCause());
                    }
                }
            }
            say("asked", asked > 100);
            say("catalogs", list(m.getCatalogs(), 1));
            say("schemas", list(m.getSchemas(), 1));
            say("tables", list(m.getTables(null, "report", "outstanding\\_by\\_%", new String[] {"TABLE"}), 3));
            say("columns", list(m.getColumns(null, "report", "outstanding_by_union", "o%"), 4));
            say("column types", list(m.getColumns(null, "report", "outstanding_by_union", "outstanding"), 6));
            say("key", list(m.getPrimaryKeys(null, "report", "outstanding_by_union"), 4));
            say("imported", list(m.getImportedKeys(null, "report", "outstanding_by_union"), 4));
            say("table types", list(m.getTableTypes(), 1));
            try (Statement s = c.createStatement(); ResultSet r = s.executeQuery("SELECT union_code, outstanding, overdue_ratio, as_of FROM report.outstanding_by_union WHERE as_of = DATE '2020-12-31' ORDER BY union_code")) {
                ResultSetMetaData d = r.getMetaData();
                say("result", d.getColumnTypeName(1) + " " + d.getColumnTypeName(2) + " " + d.getColumnTypeName(3) + " " + d.getColumnTypeName(4));
                StringBuilder b = new StringBuilder();
                while (r.next()) b.append(r.getString(1)).append(':').append(r.getLong(2)).append(':').append(r.getDate(4)).append(' ');
                say("rows", b.toString().trim());
            }
            try (PreparedStatement s = c.prepareStatement("SELECT count(*) FROM report.outstanding_by_union WHERE union_code = ? AND as_of = ? AND outstanding >= ?")) {
                s.setString(1, "11");
                s.setDate(2, java.sql.Date.valueOf("2020-12-31"));
                s.setLong(3, 0);
                try (ResultSet r = s.executeQuery()) {
                    r.next();
                    say("prepared", r.getLong(1));
                }
                s.setString(1, "zz");
                try (ResultSet r = s.executeQuery()) {
                    r.next();
                    say("prepared again", r.getLong(1));
                }
            }
            try (Statement s = c.createStatement(); ResultSet r = s.executeQuery("SELECT range AS n FROM range(200000)")) {
                long n = 0, sum = 0;
                for (; r.next(); n++) sum += r.getLong(1);
                say("many", n + " " + sum);
            }
            for (String sql : List.of("DELETE FROM meta.run", "SELECT * FROM query('SELECT 1')", "SELECT nothing")) {
                try (Statement s = c.createStatement()) {
                    s.execute(sql);
                    say("refused", false);
                } catch (SQLException e) {
                    say("refused", true);
                }
            }
        }
        p.put("password", "wrong wrong wrong");
        try (Connection c = DriverManager.getConnection(args[0], p)) {
            c.createStatement().executeQuery("SELECT 1");
            say("wrong", false);
        } catch (SQLException e) {
            say("wrong", true);
        }
    }

    static void say(String what, Object v) { System.out.println(what + "=" + v); }

    static List<String> list(ResultSet r, int column) throws SQLException {
        List<String> all = new ArrayList<>();
        try (r) {
            while (r.next()) all.add(r.getString(column));
        }
        return all;
    }
}
