using System.Collections.Immutable;
using Qyran.Domain.Detections;
using static Qyran.Domain.Detections.RoadUser;

namespace Qyran.Measure.Scoring.Boxes;

/// <summary>A labelled set: its classes in the order of their numbers, and what they mean here.</summary>
/// <param name="Folder">Below the ground truth's <c>detection</c>; holds a folder per part (train, test) with images and labels.</param>
/// <param name="Notes">What a reader of the figures must know, sentences.</param>
public sealed record LabelSet(string Folder, string Title, ImmutableArray<LabelClass> Classes, string Notes)
{
    /// <summary>
    /// Pictures out of simulated clips. A car seen on a van, or a van on a car, is no false alarm in its own column, so that models taught by COCO, which know
    /// no vans, can be set beside ours; nor is a person seen on a machine, since the truth boxes both together.
    /// </summary>
    public static LabelSet Simulated { get; } = new("simulated", "Simulated cameras",
        [
            new("person", [Person], [], LabelRole.Other),
            new("bicycle", [Bicycle], [Person], LabelRole.Other),
            new("motorcycle", [Motorcycle], [Person], LabelRole.Vehicle),
            new("car", [Car], [Van], LabelRole.Vehicle),
            new("van", [Van], [Car], LabelRole.Vehicle),
            new("bus", [Bus], [Van], LabelRole.Vehicle),
            new("truck", [Truck], [Van], LabelRole.Vehicle),
        ],
        "Drawn, not filmed: a model that learned from simulated pictures is at home here, the others are not. Machine and rider are one box. "
        + "The third-party models have no word for vans: nothing in that column, and so much less in their means. "
        + "What is less than 30 % visible or below 12 px of height is neither right nor wrong.");

    /// <summary>The number of the class of the simulated set that a road user belongs to; null for what is unknown.</summary>
    public static int? Of(RoadUser user) => Array.FindIndex([.. Simulated.Classes], c => c.Right.Contains(user)) is >= 0 and var at ? at : null;

    /// <summary>
    /// All sets known by name. Neither parts vans from cars: a van is a right car, and where the people who labelled saw a lorry or bus it is no false car.
    /// "bike" was looked at in the training part: mostly motorcycles, some bicycles (and two vans among sixty), the box around machine and rider.
    /// </summary>
    public static ImmutableArray<LabelSet> All { get; } =
    [
        new("openimages_vehicles", "Open Images, vehicles",
            [
                new("ambulance", [], [Car, Van, Bus, Truck], LabelRole.Vehicle),
                new("bus", [Bus], [Van], LabelRole.Vehicle),
                new("car", [Car, Van], [], LabelRole.Vehicle),
                new("motorcycle", [Motorcycle], [], LabelRole.Vehicle),
                new("truck", [Truck], [Van], LabelRole.Vehicle),
            ],
            "Photos of all kinds, few from road cameras, squeezed to 416 × 416 by their publisher. Not every vehicle in them is labelled: what is right but not labelled counts as a false alarm, for everyone alike. Ambulances count among motor vehicles only: elsewhere they are neither right nor wrong. "
            + "qyran-road learned from this set's training part, the third-party models did not."),
        new("atl_traffic", "ATL, road cameras",
            [
                new("bike", [Motorcycle, Bicycle], [], LabelRole.Unclear),
                new("bus", [Bus], [Van], LabelRole.Vehicle),
                new("car", [Car, Van], [], LabelRole.Vehicle),
                new("truck", [Truck], [Van], LabelRole.Vehicle),
            ],
            "Pictures from road cameras at 512 × 288, day and night, many roughened by their publisher with noise, darkness and glare. Its people were not of one mind on vans, minibuses and lorries (some are labelled bus), so bus and truck say less than vehicle. A bike may be called motorcycle or bicycle; its box holds the rider too, "
            + "so a model that boxes rider and machine apart, as COCO's labels teach, loses there. Among motor vehicles bikes are left out. "
            + "qyran-road learned from this set's training part, the third-party models did not: it knows these cameras' publisher."),
    ];
}
