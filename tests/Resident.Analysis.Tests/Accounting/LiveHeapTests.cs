using Resident.Analysis.Accounting;
using Resident.Model;

namespace Resident.Analysis.Tests.Accounting;

/// <summary>What lives, from a runtime that tells it and from one that tells only its goal.</summary>
public sealed class LiveHeapTests
{
    private static readonly GoMemory Endpoint = new() { TakenAt = default, Source = "endpoint", NumGC = 3, NextGC = new(230), StackInuse = new(10) };

    [Fact]
    public void Of_WhatWasMarked_IsThat() => Assert.Equal(90, LiveHeap.Of(Endpoint with { HeapMarked = new ByteSize(90) }));

    [Fact]
    public void Of_GoalAlone_TakesTheRoomAway()
    {
        Assert.Equal(110, LiveHeap.Of(Endpoint));
        Assert.Equal(50, LiveHeap.Of(Endpoint with { Gogc = 300 }));
    }

    [Fact]
    public void Of_BeforeTheFirstCycleOrWithoutAGoal_IsNotKnown()
    {
        Assert.Null(LiveHeap.Of(Endpoint with { NumGC = 0, HeapMarked = new ByteSize(90) }));
        Assert.Null(LiveHeap.Of(Endpoint with { NextGC = null }));
        Assert.Null(LiveHeap.Of(Endpoint with { NextGC = new ByteSize(long.MaxValue) }));
    }
}
