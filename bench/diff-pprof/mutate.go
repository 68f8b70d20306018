package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
)

// seeds are the files of the folder that -mutate names, unpacked.
var seeds [][]byte

func readSeeds(folder string) {
	err := filepath.Walk(folder, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() || info.Size() > 200_000 {
			return err
		}
		b, err := os.ReadFile(path)
		if zip, problem := gzip.NewReader(bytes.NewReader(b)); problem == nil {
			if b, problem = io.ReadAll(zip); problem != nil {
				return nil
			}
		}
		seeds = append(seeds, b)
		return err
	})
	if err != nil {
		panic(err)
	}
}

// mutation makes a case of one of the seeds: a few lines or bytes of it are changed.
func mutation(r *rand.Rand) *attempt {
	b := bytes.Clone(pick(r, seeds))
	for n := r.Intn(4); n > 0; n-- {
		if bytes.IndexByte(b, 0) >= 0 {
			b = mutateBytes(r, b)
		} else {
			b = mutateLines(r, b)
		}
	}
	command := pick(r, []string{"-raw", "-raw", "-top", "-traces", "-proto", "-tree", "-tags"})
	a := &attempt{content: b, args: []string{command, "-symbolize=none"}}
	if once(r, 3) {
		a.args = append(a.args, pick(r, []string{"-sample_index=0", "-addresses", "-mean", "-lines", "-inuse_space", "-alloc_objects", "-contentions", "-mean_delay"}))
	}
	return a
}

func mutateBytes(r *rand.Rand, b []byte) []byte {
	if len(b) == 0 {
		return b
	}
	i := r.Intn(len(b))
	switch r.Intn(4) {
	case 0:
		b[i] = byte(r.Intn(256))
	case 1:
		b[i] ^= 1 << r.Intn(8)
	case 2:
		b = append(b[:i:i], b[min(len(b), i+1+r.Intn(8)):]...)
	default:
		b = b[:i]
	}
	return b
}

func mutateLines(r *rand.Rand, b []byte) []byte {
	lines := strings.Split(string(b), "\n")
	i := r.Intn(len(lines))
	if once(r, 2) {
		i = r.Intn(min(4, len(lines)))
	}
	switch r.Intn(8) {
	case 0:
		lines = append(lines[:i:i], lines[i+1:]...)
	case 1:
		lines = append(lines[:i+1:i+1], lines[i:]...)
	case 2:
		lines[i] = pick(r, lines)
	case 3:
		lines[i] = pick(r, []string{"", " ", "# comment", "--- Memory map: ---", "MAPPED_LIBRARIES:", "x", "@", "1: 2 [3: 4] @ 0x1 0x2", "--- mutex:", "cycles/second=1000", "sampling period=5", "10 20 @ 0x10 0x20", "00400000-00500000 r-xp 00001000 fd:01 12 /bin/x", "build=/bin/y", "  400000-500000: $build/lib.so", "\t0x1 f+0x1 a.go:3", "heap profile: 1: 2 [3: 4] @ heap/524288", "discarded samples = 3"})
	case 4:
		words := strings.Fields(lines[i])
		if len(words) > 0 {
			words[r.Intn(len(words))] = pick(r, []string{"0", "1", "-1", "0x0", "0xffffffffffffffff", "99999999999999999999", "x", "@", "[", "1:", "0x400010", "heap/1", "heap_v2/524288", "1.5"})
			lines[i] = strings.Join(words, " ")
		}
	case 5:
		lines[i] = " " + lines[i]
	case 6:
		lines[i] += pick(r, []string{" ", "\r", " 0x10", " 7", "\t"})
	default:
		lines = lines[:i]
	}
	return []byte(strings.Join(lines, "\n"))
}
