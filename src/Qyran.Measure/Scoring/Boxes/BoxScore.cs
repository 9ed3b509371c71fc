using System.Collections.Immutable;
using Qyran.Domain.Detections;

namespace Qyran.Measure.Scoring.Boxes;

/// <summary>One model on one labelled set.</summary>
/// <param name="Classes">A column per class of the set that has right answers, in the set's order.</param>
/// <param name="Vehicle">All motor vehicles as one class.</param>
public sealed record BoxScore(ImmutableArray<ClassScore> Classes, ClassScore Vehicle)
{
    /// <summary>A threshold somebody might use without thinking, the same for every model.</summary>
    public const double FixedThreshold = 0.3;

    /// <summary>Mean over the classes that have boxes.</summary>
    public double? Ap50 => Mean(c => c.Ap50);

    /// <inheritdoc cref="Ap50"/>
    public double? Ap => Mean(c => c.Ap);

    private static readonly ImmutableArray<RoadUser> Motor = [RoadUser.Motorcycle, RoadUser.Car, RoadUser.Van, RoadUser.Bus, RoadUser.Truck];

    public static BoxScore Of(LabelSet set, IReadOnlyCollection<ScoredPicture> pictures) => new(
        [.. set.Classes.Where(c => !c.Right.IsEmpty).Select(c => Score(c.Name, [.. pictures.Select(p => Column(set, c, p))]))],
        Score("vehicle", [.. pictures.Select(p => Vehicles(set, p))]));

    /// <summary>The picture as one class sees it: detections that claim it, its labels, and those of other classes that excuse such a claim.</summary>
    public static BoxPicture Column(LabelSet set, LabelClass column, ScoredPicture picture)
    {
        var truth = ImmutableArray.CreateBuilder<TruthBox>();
        foreach (var label in picture.Labels)
        {
            var of = set.Classes[label.Class];
            if (of == column) truth.Add(new(label.In(picture.Width, picture.Height), label.Hidden ? TruthKind.Ignored : TruthKind.Wanted));
            else if (of.Excused.Any(e => column.Right.Contains(e))) truth.Add(new(label.In(picture.Width, picture.Height), TruthKind.Ignored, of.Excused));
        }
        return new([.. picture.Found.Where(d => column.Right.Contains(d.Class))], truth.ToImmutable(), HeightRange.ScaleOf(picture.Width, picture.Height));
    }

    /// <summary>The picture with all motor vehicles as one class.</summary>
    public static BoxPicture Vehicles(LabelSet set, ScoredPicture picture) => new(
        [.. picture.Found.Where(d => Motor.Contains(d.Class))],
        [.. picture.Labels.Where(l => set.Classes[l.Class].Role != LabelRole.Other).Select(l => set.Classes[l.Class].Role == LabelRole.Vehicle
            ? new TruthBox(l.In(picture.Width, picture.Height), l.Hidden ? TruthKind.Ignored : TruthKind.Wanted)
            : new TruthBox(l.In(picture.Width, picture.Height), TruthKind.Region, set.Classes[l.Class].Right))],
        HeightRange.ScaleOf(picture.Width, picture.Height));

    private static ClassScore Score(string name, IReadOnlyList<BoxPicture> pictures)
    {
        var half = PrecisionCurve.Of(pictures, 0.5, HeightRange.All);
        var strict = Enumerable.Range(1, 9).Select(i => PrecisionCurve.Of(pictures, (50 + (5 * i)) / 100.0, HeightRange.All).Average());
        var ap50 = half.Average();
        return new(name, half.Wanted, ap50, ap50 is null ? null : strict.Append(ap50).Average(), half.Best(), half.At(FixedThreshold),
            Sized(HeightRange.Small), Sized(HeightRange.Medium), Sized(HeightRange.Large));

        SizeScore Sized(HeightRange range) => PrecisionCurve.Of(pictures, 0.5, range) is var curve ? new(curve.Wanted, curve.Average()) : default;
    }

    private double? Mean(Func<ClassScore, double?> of) => Classes.Select(of).Average();
}
