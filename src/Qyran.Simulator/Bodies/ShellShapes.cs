namespace Qyran.Simulator;

/// <summary>The shapes of the bodied vehicles.</summary>
internal static class ShellShapes
{
    public static readonly ShellShape Sedan = new()
    {
        Stations = [(-2.34f, 0.80f, 0.40f, 0.80f), (-2.27f, 0.93f, 0.30f, 0.97f), (-2.08f, 0.98f, 0.24f, 1.03f), (-1.75f, 1, 0.22f, 1.04f), (-1.2f, 1, 0.2f, 1.0f),
            (-0.5f, 1, 0.19f, 0.95f), (0.3f, 1, 0.19f, 0.93f), (0.98f, 1, 0.19f, 0.92f), (1.45f, 0.99f, 0.19f, 0.87f), (1.92f, 0.97f, 0.2f, 0.79f), (2.2f, 0.9f, 0.24f, 0.69f), (2.34f, 0.72f, 0.32f, 0.58f)],
        ScreenFoot = (1.0f, 0.93f), RoofFront = (0.22f, 1.40f), RoofRear = (-0.95f, 1.42f), BackFoot = (-1.72f, 1.05f),
        Windows = [(0.07f, 0.46f), (0.49f, 0.87f)], WheelRadius = 0.325f, Axles = [-1.36f, 1.36f], Seams = [0.95f, -0.1f, -1.05f],
    };

    public static readonly ShellShape Hatch = new()
    {
        Stations = [(-2.04f, 0.84f, 0.38f, 0.86f), (-1.98f, 0.95f, 0.28f, 0.99f), (-1.8f, 0.99f, 0.22f, 1.01f), (-1.2f, 1, 0.2f, 0.99f), (-0.4f, 1, 0.19f, 0.96f), (0.4f, 1, 0.19f, 0.94f),
            (0.92f, 1, 0.19f, 0.94f), (1.3f, 0.98f, 0.19f, 0.89f), (1.68f, 0.95f, 0.21f, 0.80f), (1.92f, 0.87f, 0.25f, 0.69f), (2.04f, 0.70f, 0.33f, 0.58f)],
        ScreenFoot = (0.98f, 0.94f), RoofFront = (0.24f, 1.44f), RoofRear = (-1.5f, 1.45f), BackFoot = (-1.95f, 1.0f),
        Windows = [(0.07f, 0.40f), (0.43f, 0.74f), (0.78f, 0.90f)], WheelRadius = 0.31f, Axles = [-1.24f, 1.26f], Seams = [0.9f, -0.15f, -1.0f],
    };

    public static readonly ShellShape Wagon = Sedan with
    {
        RoofRear = (-1.85f, 1.45f), BackFoot = (-2.28f, 1.0f), Windows = [(0.06f, 0.36f), (0.38f, 0.64f), (0.67f, 0.90f)],
    };

    public static readonly ShellShape Suv = new()
    {
        Stations = [(-2.33f, 0.84f, 0.48f, 0.98f), (-2.27f, 0.95f, 0.36f, 1.10f), (-2.0f, 0.99f, 0.3f, 1.14f), (-1.2f, 1, 0.28f, 1.13f), (-0.4f, 1, 0.27f, 1.10f), (0.4f, 1, 0.27f, 1.09f),
            (0.95f, 1, 0.27f, 1.09f), (1.5f, 0.99f, 0.27f, 1.05f), (1.95f, 0.97f, 0.29f, 0.98f), (2.22f, 0.9f, 0.34f, 0.84f), (2.33f, 0.76f, 0.42f, 0.70f)],
        ScreenFoot = (1.02f, 1.09f), RoofFront = (0.32f, 1.66f), RoofRear = (-1.75f, 1.68f), BackFoot = (-2.24f, 1.12f), RoofWidth = 0.72f,
        Windows = [(0.06f, 0.38f), (0.41f, 0.69f), (0.73f, 0.90f)], WheelRadius = 0.37f, Axles = [-1.36f, 1.38f], Seams = [0.98f, -0.1f, -1.1f],
    };

    public static readonly ShellShape Van = new()
    {
        Stations = [(-2.725f, 0.92f, 0.40f, 1.10f), (-2.68f, 0.98f, 0.32f, 1.12f), (-1.5f, 1, 0.28f, 1.12f), (0.4f, 1, 0.26f, 1.12f), (1.6f, 1, 0.26f, 1.12f),
            (2.15f, 0.97f, 0.28f, 1.05f), (2.55f, 0.92f, 0.32f, 0.90f), (2.725f, 0.78f, 0.40f, 0.70f)],
        ScreenFoot = (2.1f, 1.11f), RoofFront = (1.15f, 2.24f), RoofRear = (-2.60f, 2.32f), BackFoot = (-2.69f, 1.12f), FootWidth = 0.97f, RoofWidth = 0.84f,
        Windows = [(0.05f, 0.22f)], WindowHeight = (0.06f, 0.66f), ScreenGlass = 0.82f, RearGlass = true, WheelRadius = 0.35f, Axles = [-1.65f, 1.75f], Seams = [1.75f, 0.75f, -0.5f],
    };

    public static readonly ShellShape Bus = new()
    {
        Stations = [(-5.95f, 0.95f, 0.40f, 1.05f), (-5.88f, 0.99f, 0.34f, 1.06f), (-3, 1, 0.3f, 1.06f), (0, 1, 0.3f, 1.06f), (3, 1, 0.3f, 1.06f), (5.6f, 1, 0.3f, 1.06f), (5.9f, 0.97f, 0.34f, 1.05f), (5.95f, 0.92f, 0.4f, 0.95f)],
        ScreenFoot = (5.92f, 1.06f), RoofFront = (5.62f, 2.98f), RoofRear = (-5.72f, 2.98f), BackFoot = (-5.92f, 1.06f), FootWidth = 0.99f, RoofWidth = 0.93f, Crown = 0.02f,
        Windows = [(0.01f, 0.055f), (0.07f, 0.19f), (0.20f, 0.32f), (0.33f, 0.45f), (0.46f, 0.58f), (0.59f, 0.71f), (0.72f, 0.84f), (0.85f, 0.96f)],
        WindowHeight = (0.04f, 0.66f), ScreenGlass = 0.80f, WheelRadius = 0.48f, Axles = [-2.9f, 3.2f], Seams = [4.9f, 3.9f, 0.4f, -0.8f],
    };

    /// <summary>A cab over the engine; its own middle is moved ahead by the maker.</summary>
    public static readonly ShellShape Cab = new()
    {
        Stations = [(-1.0f, 0.96f, 0.55f, 1.4f), (-0.95f, 1, 0.5f, 1.42f), (0, 1, 0.42f, 1.42f), (0.8f, 1, 0.38f, 1.42f), (1.02f, 0.97f, 0.38f, 1.38f), (1.1f, 0.9f, 0.42f, 1.2f)],
        ScreenFoot = (1.06f, 1.42f), RoofFront = (0.72f, 2.62f), RoofRear = (-0.9f, 2.78f), BackFoot = (-0.98f, 1.42f), FootWidth = 0.98f, RoofWidth = 0.86f,
        Windows = [(0.08f, 0.55f)], WindowHeight = (0.05f, 0.68f), ScreenGlass = 0.80f, RearGlass = false, WheelRadius = 0.5f, Axles = [], Seams = [0.7f, -0.55f],
    };
}
