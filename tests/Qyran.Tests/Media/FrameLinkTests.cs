using Qyran.Media;

namespace Qyran.Tests.Media;

public sealed class FrameLinkTests
{
    private sealed class Item(int number) : IDisposable
    {
        public int Number => number;
        public int Disposed { get; private set; }
        public void Dispose() => Disposed++;
    }

    [Fact]
    public void A_full_live_link_drops_the_oldest_and_counts_them()
    {
        using var link = new FrameLink<Item>(3, LinkFull.DropOldest);
        Item[] items = [.. Enumerable.Range(0, 10).Select(i => new Item(i))];
        foreach (var i in items)
            Assert.True(link.Write(i));
        link.Complete();
        Assert.Equal((7, 3), (link.Dropped, link.Count));
        Assert.All(items[..7], i => Assert.Equal(1, i.Disposed));
        for (var i = 7; i < 10; i++)
        {
            Assert.True(link.TryRead(out var got));
            Assert.Equal((i, 0), (got.Number, got.Disposed));
        }
        Assert.False(link.TryRead(out _));
    }

    [Fact]
    public async Task A_full_file_link_waits_and_loses_nothing()
    {
        using var link = new FrameLink<Item>(2, LinkFull.Wait);
        var writing = Task.Run(() =>
        {
            for (var i = 0; i < 5000; i++)
                link.Write(new Item(i));
            link.Complete();
        }, TestContext.Current.CancellationToken);
        for (var i = 0; i < 5000; i++)
        {
            Assert.True(link.TryRead(out var got));
            Assert.Equal((i, 0), (got.Number, got.Disposed));
            Assert.InRange(link.Count, 0, 2);
        }
        Assert.False(link.TryRead(out _));
        Assert.Equal(0, link.Dropped);
        await writing;
    }

    [Fact]
    public async Task Closing_wakes_a_waiting_writer_and_disposes_what_is_inside()
    {
        var link = new FrameLink<Item>(1, LinkFull.Wait);
        Item[] items = [new(0), new(1)];
        Assert.True(link.Write(items[0]));
        var writing = Task.Run(() => link.Write(items[1]), TestContext.Current.CancellationToken);
        link.Dispose();
        Assert.False(await writing.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        Assert.All(items, i => Assert.Equal(1, i.Disposed));
        Assert.False(link.TryRead(out _));
    }
}
