using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Tests.Storage;

/// <summary>What rules left undecided, as counts, on every engine.</summary>
public sealed class UndecidedTests
{
    private const long Noon = Sample.Noon / 3_600_000_000;
    private const string Dirty = "at the line …: the signal's state is not known at that time", Gap = "frames are missing where it crossed the line";

    [Theory, MemberData(nameof(StoreTests.Engines), MemberType = typeof(StoreTests))]
    public async Task Counts_add_up_by_rule_and_reason_and_are_there_after_a_restart(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        await test.Store.Undecided.Add([new("north", Noon, "red-light", Gap, 2), new("north", Noon, "red-light", Dirty, 3), new("south", Noon, "red-light", Dirty, 50)]);
        await test.Store.Undecided.Add([new("north", Noon, "red-light", Dirty, 1), new("north", Noon + 1, "red-light", Dirty, 1), new("north", Noon - 1, "stop-line", Dirty, 4), new("north", Noon - 2, "stop-line", Dirty, 9)]);
        await test.Store.Undecided.Add([]);
        await test.Reopen();
        Assert.Equal([new("red-light", Dirty, 5), new("stop-line", Dirty, 4), new("red-light", Gap, 2)], await test.Store.Undecided.Of("north", Noon - 1));
        Assert.Equal([new("red-light", Dirty, 1)], await test.Store.Undecided.Of("north", Noon + 1));
        Assert.Empty(await test.Store.Undecided.Of("west", 0));
    }

    [Theory, MemberData(nameof(StoreTests.Engines), MemberType = typeof(StoreTests))]
    public async Task Of_a_camera_and_day_a_hundred_reasons_are_told_apart_and_the_rest_are_other(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        UndecidedRow Row(int i, long hour = Noon) => new("north", hour, "red-light", $"reason {i}", 1);
        await test.Store.Undecided.Add([.. Enumerable.Range(0, Undecided.MostReasons - 1).Select(i => Row(i))]);
        await test.Store.Undecided.Add([Row(1000), Row(1001, Noon + 1), Row(1002)]);
        await test.Store.Undecided.Add([Row(1003), Row(0, Noon + 1)]);
        var counts = await test.Store.Undecided.Of("north", Noon);
        Assert.Equal((Undecided.MostReasons + 1, 3L), (counts.Length, counts.Single(c => c.Reason == Undecided.Other).Passages));
        Assert.Equal(2, counts.Single(c => c.Reason == "reason 0").Passages);
        // the next day has a hundred of its own
        await test.Store.Undecided.Add([Row(1004, Noon + 24)]);
        Assert.Equal("reason 1004", Assert.Single(await test.Store.Undecided.Of("north", Noon + 24)).Reason);
    }
}
