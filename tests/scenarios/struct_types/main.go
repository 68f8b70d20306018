// struct_types: a struct type made by reflect for each request.
package main

import (
	"fmt"
	"goresscen/sc"
	"reflect"
	"time"
)

//go:noinline
func decode(number int) {
	fields := make([]reflect.StructField, 0, 6)
	for i := 0; i < 6; i++ {
		fields = append(fields, reflect.StructField{Name: fmt.Sprintf("F%d_%d", number, i), Type: reflect.TypeOf("")})
	}
	sc.Sink = reflect.New(reflect.StructOf(fields)).Interface()
}

func main() {
	sc.Init()
	sc.Churn(6<<20, 4000)
	number := 0
	sc.Loop(5*time.Millisecond, func(time.Duration) {
		for i := 0; i < 4; i++ {
			number++
			decode(number)
		}
	})
}
