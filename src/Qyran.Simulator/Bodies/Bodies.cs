using System.Collections.Concurrent;

namespace Qyran.Simulator;

/// <summary>The meshes of all bodies, each built once.</summary>
internal static class Bodies
{
    private const int GaitSteps = 24;
    private static readonly ConcurrentDictionary<(string Name, (double Width, double Height) Front, (double Width, double Height) Rear), Mesh> Built = new();
    private static readonly ConcurrentDictionary<int, Mesh> Gaits = new();

    public static Mesh Of(Vehicle vehicle) => Of(vehicle.Body, vehicle.Plate);

    /// <summary>With holders as large as its plates; without a plate they are of the usual size.</summary>
    public static Mesh Of(BodyKind kind, PlateText? plate)
    {
        var front = plate is null ? PlateLayouts.Usual : PlateLayouts.Size(plate.On(1));
        var rear = plate is null ? PlateLayouts.Usual : PlateLayouts.Size(plate.On(-1));
        return Built.GetOrAdd((kind.Name, front, rear), _ => Make(kind, front, rear));
    }

    /// <summary>A person in the middle of a step; a stride is 1.45 m for both legs.</summary>
    public static Mesh Person(double walkedM, bool walks) =>
        Gaits.GetOrAdd(walks ? (int)(walkedM / 1.45 * GaitSteps) % GaitSteps : -1, step => PersonBody.Make(step < 0 ? null : step / (float)GaitSteps));

    /// <param name="front">Width and height of the plate ahead, mm.</param>
    /// <param name="rear">Of the one behind.</param>
    private static Mesh Make(BodyKind kind, (double Width, double Height) front, (double Width, double Height) rear)
    {
        var to = new MeshBuilder();
        switch (kind.Name)
        {
            case "sedan": Car(to, kind, ShellShapes.Sedan, boot: true); break;
            case "hatch": Car(to, kind, ShellShapes.Hatch, boot: false); break;
            case "wagon": Car(to, kind, ShellShapes.Wagon, boot: false); break;
            case "suv": Car(to, kind, ShellShapes.Suv, boot: false); break;
            case "van": Car(to, kind, ShellShapes.Van, boot: false); break;
            case "bus": HeavyBodies.Bus(to, kind); break;
            case "truck": HeavyBodies.Truck(to, kind); break;
            case "motorcycle": RiderBodies.Motorcycle(to, kind); break;
            case "bicycle": RiderBodies.Bicycle(to); break;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind.Name, "no such body");
        }
        if (kind.PlateFrontZ > 0) to.Plate((float)(kind.LengthM / 2) + 0.015f, (float)kind.PlateFrontZ, 1, (float)(front.Width / 1000), (float)(front.Height / 1000));
        if (kind.PlateRearZ > 0) to.Plate((float)(-kind.LengthM / 2) - 0.015f, (float)kind.PlateRearZ, -1, (float)(rear.Width / 1000), (float)(rear.Height / 1000));
        return to.Build();
    }

    private static void Car(MeshBuilder to, BodyKind kind, ShellShape shape, bool boot)
    {
        float half = (float)kind.WidthM / 2, end = (float)kind.LengthM / 2;
        var shell = new Shell(shape, half);
        shell.AddTo(to);
        var (front, rear) = (shape.Stations[^1], shape.Stations[0]);
        foreach (var side in (ReadOnlySpan<int>)[1, -1])
        {
            shell.Trim(to, Material.HeadLamp, end - 0.34f, end - 0.035f, 3.0f, 4.9f, side);
            shell.Trim(to, Material.Turn, end - 0.40f, end - 0.34f, 3.1f, 4.7f, side);
            shell.Trim(to, Material.BrakeLamp, -end + 0.03f, -end + 0.26f, boot ? 2.4f : 2.2f, 4.3f, side);
            to.Lamp(new(end - 0.06f, side * half * 0.72f, (front.Top + front.Bottom) / 2 + 0.16f), 1);
            to.Lamp(new(-end + 0.05f, side * half * 0.80f, rear.Bottom + ((rear.Top - rear.Bottom) * 0.8f)), -1);
            // mirrors
            var (mx, mz) = (shape.ScreenFoot.X - 0.25f, shape.ScreenFoot.Z + 0.06f);
            to.Box(new(mx - 0.08f, (side > 0 ? half * 0.9f : -half - 0.14f), mz - 0.06f), new(mx + 0.05f, (side > 0 ? half + 0.14f : -half * 0.9f), mz + 0.08f), Material.Paint);
            // fog lamps' dark corners
            shell.Trim(to, Material.Plastic, end - 0.16f, end - 0.02f, 0.3f, 1.6f, side);
            shell.Trim(to, Material.Plastic, -end + 0.02f, -end + 0.2f, 0.2f, 1.3f, side);
        }
        // grille and lower intake on the nose
        var nose = front.X + 0.008f;
        var w = half * front.Width * 0.78f;
        to.Face(new(0, 0, 0.5f), Material.Under, new(nose, -w, front.Top - 0.15f), new(nose, w, front.Top - 0.15f), new(nose, w * 0.9f, front.Top - 0.03f), new(nose, -w * 0.9f, front.Top - 0.03f));
        to.Face(new(0, 0, 0.5f), Material.Plastic, new(nose, -w * 0.8f, front.Bottom + 0.01f), new(nose, w * 0.8f, front.Bottom + 0.01f), new(nose, w * 0.8f, front.Bottom + 0.09f), new(nose, -w * 0.8f, front.Bottom + 0.09f));
        to.Face(new(0, 0, 0.5f), Material.Chrome, new(nose + 0.004f, -0.09f, front.Top - 0.12f), new(nose + 0.004f, 0.09f, front.Top - 0.12f), new(nose + 0.004f, 0.09f, front.Top - 0.06f), new(nose + 0.004f, -0.09f, front.Top - 0.06f));
        // third brake lamp and the dark recess of the rear plate
        var z = (float)kind.PlateRearZ;
        to.Face(new(0, 0, z), Material.Plastic, new(-end - 0.004f, -0.34f, z - 0.13f), new(-end - 0.004f, 0.34f, z - 0.13f), new(-end - 0.004f, 0.30f, z + 0.10f), new(-end - 0.004f, -0.30f, z + 0.10f));
    }
}
