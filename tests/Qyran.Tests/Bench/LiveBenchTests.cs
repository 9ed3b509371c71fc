using Qyran.LiveBench;
using Qyran.Storage.Rows;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Bench;

/// <summary>The verdicts of the proofs by hand: what went wrong must not pass for good.</summary>
public sealed class LiveBenchTests
{
    [Fact]
    public void The_cost_of_children_that_have_ended_is_read_beside_a_programs_own()
    {
        const string stat = "812 (a (b) c) S 1 812 812 0 -1 4194304 5 6 7 8 150 50 320 80 20 0 9 0 100 0 0\n";
        Assert.Equal((2.0, 4.0), (Cost.CpuSeconds(stat, Cost.Itself), Cost.CpuSeconds(stat, Cost.EndedChildren)));
    }

    [Fact]
    public void A_camera_that_did_not_come_back_is_named() =>
        Assert.Equal((string[])["street"], new KillRound(1, 2, 0, new() { ["traffic"] = 0.1 }, [], 0, 3, 4, []).NeverBack(["traffic", "street"]));

    [Fact]
    public async Task What_was_told_must_be_stored_and_a_cases_instant_lie_in_protected_video()
    {
        await using var test = await TestStore.Open(Engine.Sqlite);
        await test.Store.Passages.Add(Sample.Entries(Sample.Passage("p1")));
        var filed = Sample.Case("c1", "p1");
        await test.Store.Cases.Add([filed]);
        Assert.Equal((string[])["passage p2 was told and is lost", "case c2 was told and is lost"], await AfterKill.Lost(test.Store, ["p1", "p2"], ["c1", "c2"]));

        Assert.NotNull(await AfterKill.Unshown(test.Store, filed));
        await test.Store.Recordings.Add(new RecordingRow("recordings/a.mp4", "north", filed.AtUs - 5_000_000, filed.AtUs + 5_000_000, 1, new('a', 64)));
        Assert.NotNull(await AfterKill.Unshown(test.Store, filed)); // it may be recycled any moment
        await test.Store.Recordings.Protect("north", filed.AtUs, filed.AtUs + 1);
        Assert.Null(await AfterKill.Unshown(test.Store, filed));
        Assert.NotNull(await AfterKill.Unshown(test.Store, filed with { AtUs = filed.AtUs + 6_000_000 }));
    }
}
