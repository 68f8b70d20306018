package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// recorded is a case as the tests read it.
type recorded struct {
	Name   string   `json:"name"`
	Args   []string `json:"args"`
	Input  string   `json:"input"`
	Extra  []string `json:"extra_inputs,omitempty"`
	Status int      `json:"expected_rc"`
	Errors string   `json:"expected_stderr"`
	Output string   `json:"expected_file,omitempty"`
	Post   string   `json:"post,omitempty"`
}

type archive struct {
	zip   *zip.Writer
	cases []recorded
}

func newArchive(path string) *archive {
	file, err := os.Create(path)
	if err != nil {
		panic(err)
	}
	return &archive{zip: zip.NewWriter(file)}
}

// add keeps a case with what go tool pprof answers, where that is the same each time and on each machine.
func (z *archive) add(number int64, t *trial) {
	a := makeCase(number)
	if !a.portable() {
		return
	}
	a.args = slices.DeleteFunc(a.args, func(arg string) bool { return strings.HasPrefix(arg, "-symbolize=") })
	a.args = slices.Insert(a.args, 1, "-symbolize=none")
	t.write(a)
	got := t.ask(a, t.pprof)
	for i := 0; i < 15; i++ {
		if !t.ask(a, t.pprof).equal(got) {
			return
		}
	}
	folder := fmt.Sprintf("%d/", number)
	c := recorded{Name: fmt.Sprintf("%d %s", number, a.line()), Input: folder + "0.pb", Status: got.status}
	for _, arg := range a.args {
		c.Args = append(c.Args, strings.Replace(arg, "base=1.pb", "base={ROOT}/"+folder+"1.pb", 1))
	}
	for _, name := range a.extra {
		c.Extra = append(c.Extra, folder+name)
	}
	if got.status == 0 {
		c.Output = folder + "expected"
		z.write(c.Output, got.output)
	} else {
		lines := strings.Split(strings.TrimSpace(string(got.errors)), "\n")
		c.Errors = lines[len(lines)-1]
	}
	if a.args[0] == "-proto" || a.args[0] == "-topproto" {
		c.Post = "raw"
	}
	for i := range a.profiles {
		name := fmt.Sprintf("%d.pb", i)
		b, err := os.ReadFile(filepath.Join(t.folder, name))
		if err != nil {
			panic(err)
		}
		z.write(folder+name, b)
	}
	z.cases = append(z.cases, c)
}

// portable tells whether the answer depends on nothing but the case: not on files, nor on programs that demangle, nor on where it runs.
func (a *attempt) portable() bool {
	if len(a.lines) > 0 || strings.HasPrefix(a.args[0], "-list") {
		return false
	}
	for _, arg := range a.args[1:] {
		for _, name := range []string{"-list", "-output", "-http", "-peek=", "-no_browser", "-seconds", "-timeout"} {
			if strings.HasPrefix(arg, name) {
				return false
			}
		}
	}
	return a.args[0] != "-peek="
}

func (z *archive) write(name string, b []byte) {
	w, err := z.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err == nil {
		_, err = w.Write(b)
	}
	if err != nil {
		panic(err)
	}
}

func (z *archive) close() {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(z.cases); err != nil {
		panic(err)
	}
	z.write("manifest.json", b.Bytes())
	if err := z.zip.Close(); err != nil {
		panic(err)
	}
	fmt.Println(len(z.cases), "cases recorded")
}
