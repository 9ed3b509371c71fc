namespace Qyran.Simulator;

/// <summary>
/// Measures of a bodied vehicle: a lower shell lofted through stations from the rear to the front, and a glasshouse on it.
/// All in metres; widths as shares of half the vehicle's width.
/// </summary>
internal sealed record ShellShape
{
    /// <summary>x, share of half width, bottom z, top z.</summary>
    public required (float X, float Width, float Bottom, float Top)[] Stations { get; init; }

    /// <summary>Rise of the upper side towards its middle.</summary>
    public float Crown { get; init; } = 0.04f;

    /// <summary>Glasshouse: foot of the windscreen, front and rear edge of the roof, foot of the rear window.</summary>
    public required (float X, float Z) ScreenFoot { get; init; }
    public required (float X, float Z) RoofFront { get; init; }
    public required (float X, float Z) RoofRear { get; init; }
    public required (float X, float Z) BackFoot { get; init; }
    public float FootWidth { get; init; } = 0.90f;
    public float RoofWidth { get; init; } = 0.68f;

    /// <summary>Side windows: from and to, as shares from windscreen to back.</summary>
    public required (float From, float To)[] Windows { get; init; }
    public (float From, float To) WindowHeight { get; init; } = (0.10f, 0.88f);

    /// <summary>Share of the windscreen's height that is glass.</summary>
    public float ScreenGlass { get; init; } = 1;
    public bool RearGlass { get; init; } = true;
    public required float WheelRadius { get; init; }
    public required float[] Axles { get; init; }
    public float[] Seams { get; init; } = [];
    public Material RoofOf { get; init; } = Material.Paint;
}
