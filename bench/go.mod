module sealpost.dev/bench

go 1.22
