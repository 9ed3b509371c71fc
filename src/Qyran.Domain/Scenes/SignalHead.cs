using Qyran.Domain.Geometry;

namespace Qyran.Domain.Scenes;

/// <summary>
/// A signal head read from the picture: one region per lamp, raw pixels. A head may lack yellow. Green arrows beside it free a turn
/// while it is red (Vienna Convention on Road Signs and Signals, art. 23, 11); a head of arrows for a lane of its own is a head like any other.
/// </summary>
public sealed record SignalHead(string Id, PixelBox Red, PixelBox? Yellow, PixelBox Green)
{
    public PixelBox? ArrowLeft { get; init; }

    public PixelBox? ArrowStraight { get; init; }

    public PixelBox? ArrowRight { get; init; }

    /// <summary>The arrows it has.</summary>
    public IEnumerable<(ArrowWay Way, PixelBox Lamp)> Arrows()
    {
        if (ArrowLeft is { } left) yield return (ArrowWay.Left, left);
        if (ArrowStraight is { } straight) yield return (ArrowWay.Straight, straight);
        if (ArrowRight is { } right) yield return (ArrowWay.Right, right);
    }

    /// <summary>Every lamp, the arrows' last.</summary>
    public IEnumerable<PixelBox> Lamps()
    {
        yield return Red;
        if (Yellow is { } yellow) yield return yellow;
        yield return Green;
        foreach (var (_, lamp) in Arrows()) yield return lamp;
    }

    /// <summary>The name under which an arrow's states are told, such as <c>main/left</c>.</summary>
    public string ArrowId(ArrowWay way) => $"{Id}/{way.ToString().ToLowerInvariant()}";
}
