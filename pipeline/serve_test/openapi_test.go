package serve_test

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
)

// TestOpenAPI: the description is valid, and every request made here and what it is answered with are as it says.
func TestOpenAPI(t *testing.T) {
	h := open(t)
	a := h.get(t, "", "/api/openapi.yaml")
	document, err := libopenapi.NewDocument([]byte(a.body))
	must(t, err)
	v, errs := validator.NewValidator(document)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if ok, problems := v.ValidateDocument(); !ok {
		for _, p := range problems {
			t.Errorf("the description: %s: %s", p.Message, p.Reason)
		}
	}
	type call struct{ method, path, kind, body string }
	calls := []call{}
	for _, path := range []string{
		"/healthz", "/api/reports", "/api/trends", "/api/reports/headline", "/api/reports/outstanding_by_union?as_of=2020-12-31&lang=en&limit=2&offset=1",
		"/api/reports/activity_by_commune?union=11", "/api/reports/nothing", "/api/reports/headline?as_of=2020-12-30", "/api/trends/series?limit=10", "/api/trends/ratios?lang=vi",
		"/api/query?sql=" + url.QueryEscape("SELECT 1 AS n, [1, 2] AS l, NULL AS x, 1.5::DECIMAL(5,2) AS d"), "/api/query?sql=" + url.QueryEscape("SELECT run FROM meta.run LIMIT 0"),
		"/api/query?sql=" + url.QueryEscape("DROP TABLE meta.run"), "/api/query?sql=" + url.QueryEscape("SELECT nothing"),
	} {
		calls = append(calls, call{http.MethodGet, path, "", ""})
	}
	calls = append(calls, call{"POST", "/api/query", "application/json", `{"sql": "SELECT $a AS a", "params": {"a": null}}`}, call{"POST", "/api/query?format=json", "application/json", `{"sql": "SELECT $a AS a"}`})
	for _, format := range []string{"csv", "arrow", "parquet", "xlsx"} {
		calls = append(calls, call{http.MethodGet, "/api/reports/headline?format=" + format, "", ""}, call{http.MethodGet, "/api/trends?format=" + format, "", ""})
	}
	for _, role := range []string{"all_of_it", "unions", ""} {
		if role == "" {
			calls = calls[:4]
		}
		for _, c := range calls {
			r, err := http.NewRequestWithContext(t.Context(), c.method, "http://"+h.web+c.path, strings.NewReader(c.body))
			must(t, err)
			if c.kind != "" {
				r.Header.Set("Content-Type", c.kind)
			}
			if role != "" {
				r.Header.Set("Authorization", "Bearer "+h.tokens[role])
			}
			if ok, problems := v.ValidateHttpRequest(r); !ok && role != "" {
				for _, p := range problems {
					t.Errorf("%s %s: the request: %s: %s", c.method, c.path, p.Message, p.Reason)
				}
			}
			r.Body = io.NopCloser(strings.NewReader(c.body))
			res, err := http.DefaultClient.Do(r)
			must(t, err)
			text, err := io.ReadAll(res.Body)
			must(t, err)
			_ = res.Body.Close()
			res.Body = io.NopCloser(bytes.NewReader(text))
			if ok, problems := v.ValidateHttpResponse(r, res); !ok {
				for _, p := range problems {
					t.Errorf("%s %s %s: %d: %s: %s\n%.300s", role, c.method, c.path, res.StatusCode, p.Message, p.Reason, text)
				}
			}
		}
	}
	// What the description asks for is missed where it is not there.
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+h.web+"/api/reports/headline", nil)
	must(t, err)
	wrong := &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(`{"rows": []}`)), Request: r}
	if ok, _ := v.ValidateHttpResponse(r, wrong); ok {
		t.Error("an answer without a version is taken for one")
	}
}
