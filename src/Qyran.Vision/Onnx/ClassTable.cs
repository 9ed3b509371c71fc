using Qyran.Domain.Detections;

namespace Qyran.Vision.Onnx;

/// <summary>Which of a model's classes are road users. The others are never looked at.</summary>
internal sealed class ClassTable
{
    private readonly RoadUser[] _byIndex;

    public ClassTable(IReadOnlyList<string> names)
    {
        _byIndex = new RoadUser[names.Count];
        for (var i = 0; i < names.Count; i++) _byIndex[i] = Of(names[i]);
        Wanted = [.. Enumerable.Range(0, names.Count).Where(i => _byIndex[i] != RoadUser.Unknown)];
    }

    /// <summary>What each of the model's classes is, in its order.</summary>
    public ReadOnlySpan<RoadUser> All => _byIndex;

    /// <summary>Indices of the road users among the model's classes, ascending.</summary>
    public int[] Wanted { get; }

    /// <summary>Unknown for a class that is no road user, and for a number outside the table.</summary>
    public RoadUser this[long index] => index >= 0 && index < _byIndex.Length ? _byIndex[index] : RoadUser.Unknown;

    /// <summary>The road user a label names; Unknown when it names none.</summary>
    public static RoadUser Of(string label) => label.Trim().ToLowerInvariant().Replace('_', ' ').Replace('-', ' ') switch
    {
        "person" or "pedestrian" or "people" or "human" => RoadUser.Person,
        "bicycle" or "bike" or "cyclist" or "bicyclist" => RoadUser.Bicycle,
        "motorcycle" or "motorbike" or "motor" or "motorcyclist" or "scooter" or "moped" => RoadUser.Motorcycle,
        "car" or "auto" or "taxi" or "suv" or "sedan" or "vehicle" => RoadUser.Car,
        "van" or "minivan" or "minibus" or "ambulance" => RoadUser.Van,
        "bus" or "coach" or "trolleybus" => RoadUser.Bus,
        "truck" or "lorry" or "trailer" or "pickup truck" or "semi" => RoadUser.Truck,
        _ => RoadUser.Unknown,
    };

    /// <summary>The road users of COCO's 80 classes by position; the rest have no name here because nothing asks for them.</summary>
    public static string[] Coco80() => Sparse(80, (0, "person"), (1, "bicycle"), (2, "car"), (3, "motorcycle"), (5, "bus"), (7, "truck"));

    /// <summary>COCO by its own category numbers, as transformers of the DETR line use it (91, or 92 with "no object").</summary>
    public static string[] Coco91(int count) => Sparse(count, (1, "person"), (2, "bicycle"), (3, "car"), (4, "motorcycle"), (6, "bus"), (8, "truck"));

    private static string[] Sparse(int count, params ReadOnlySpan<(int At, string Name)> names)
    {
        var all = new string[count];
        Array.Fill(all, "");
        foreach (var (at, name) in names) all[at] = name;
        return all;
    }
}
