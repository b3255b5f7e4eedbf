package web

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// format is how an answer is written.
type format struct {
	name   string // as package result knows it, and as the parameter format
	media  string
	suffix string // of a file that it is saved as
}

// formats lists them; the first is the default.
var formats = []format{
	{"json", "application/json", "json"},
	{"csv", "text/csv; charset=utf-8", "csv"},
	{"arrow", "application/vnd.apache.arrow.stream", "arrows"},
	{"parquet", "application/vnd.apache.parquet", "parquet"},
	{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
}

// formatOf is the format that the parameter format names, else the best that the Accept header allows.
func formatOf(r *http.Request) (format, error) {
	if name := r.URL.Query().Get("format"); name != "" {
		var names []string
		for _, f := range formats {
			if f.name == name {
				return f, nil
			}
			names = append(names, f.name)
		}
		return format{}, bad("there is no format "+strconv.Quote(name), "take one of: "+strings.Join(names, ", "))
	}
	accept := r.Header.Get("Accept")
	if accept == "" {
		return formats[0], nil
	}
	best, most := format{}, 0.0
	for part := range strings.SplitSeq(accept, ",") {
		media, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		q := 1.0
		if text, ok := params["q"]; ok {
			if q, err = strconv.ParseFloat(text, 64); err != nil {
				continue
			}
		}
		for _, f := range formats {
			own, _, _ := strings.Cut(f.media, ";")
			kind, _, _ := strings.Cut(own, "/")
			if (media == own || media == "*/*" || media == kind+"/*") && q > most {
				best, most = f, q
			}
		}
	}
	if most == 0 {
		return format{}, &problem{http.StatusNotAcceptable, "none of the formats that are accepted is there", "accept application/json, or set format=csv", -1}
	}
	return best, nil
}
