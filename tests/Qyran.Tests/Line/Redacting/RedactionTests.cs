using Qyran.Evidence;
using Qyran.Line.Redacting;

namespace Qyran.Tests.Line.Redacting;

/// <summary>Which stills may go into a copy: those whose instant the clip shows, or nearly.</summary>
public sealed class RedactionTests
{
    [Theory]
    [InlineData(3_000_000L, true, "within the clip")]
    [InlineData(940_000L, true, "a look before it begins")]
    [InlineData(939_999L, false, "earlier: who has left the picture by then was never looked for")]
    [InlineData(5_060_000L, true, "a look after it ends")]
    [InlineData(5_250_000L, false, "a quarter of a second after: a vehicle drives far in it")]
    public void A_still_beside_the_clip_is_left_out(long us, bool shown, string what) =>
        Assert.True(shown == Redaction.IsShownBy(new PackClip("clip.mp4", "clip.mp4", 1_000_000, 5_000_000, 0), us), what);
}
