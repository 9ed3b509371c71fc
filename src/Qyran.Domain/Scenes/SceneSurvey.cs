namespace Qyran.Domain.Scenes;

/// <summary>Reads the lens and the survey of a scene file.</summary>
internal static class SceneSurvey
{
    /// <summary>One standard deviation of a click and of a tape, where the file gives none.</summary>
    public const double ImageErrorPx = 1.0;
    public const double RoadErrorM = 0.03;

    public static LensModel? Lens(SceneGroup group)
    {
        var (fx, fy) = (group.Number("fx", 1, 1_000_000), group.Number("fy", 1, 1_000_000));
        var (cx, cy) = (group.Number("cx", -100_000, 100_000), group.Number("cy", -100_000, 100_000));
        double Factor(string key) => group.Number(key, -100, 100) ?? 0;
        var (k1, k2, p1, p2, k3) = (Factor("k1"), Factor("k2"), Factor("p1"), Factor("p2"), Factor("k3"));
        return fx is { } x && fy is { } y && cx is { } u && cy is { } v ? new(x, y, u, v, k1, k2, p1, p2, k3) : null;
    }

    public static Survey? Read(SceneGroup group, SceneNumbers places)
    {
        var (id, basis) = (group.Text("id", 100), group.Text("basis"));
        var (from, until) = (group.Time("surveyed_at"), group.Time("valid_until"));
        if (from is { } f && until is { } u && u <= f) group.Wrong("valid_until", "is not after surveyed_at");
        var points = group.Groups("points", SceneKeys.SurveyPoint).Select(p => Point(p, places)).ToList();
        var lengths = group.Groups("lengths", SceneKeys.SurveyLength).Select(l => Length(l, places)).ToList();
        var scale = group.Number("scale_error_percent", 0, 100) ?? 0;
        if (points.Count == 0 && lengths.Count == 0)
            group.Errors.Add(new(group.Line, group.Path, "has neither points nor lengths; give what was measured or leave the survey out"));
        return id is null || basis is null ? null : new(id, basis, from, until,
            [.. points.OfType<SurveyPoint>()], [.. lengths.OfType<SurveyLength>()]) { ScaleError = scale / 100 };
    }

    private static SurveyPoint? Point(SceneGroup group, SceneNumbers places)
    {
        var (image, road) = (places.Pixel(group, "image"), SceneNumbers.Road(group, "road"));
        var (px, m) = (group.Number("image_error_px", 0.001, 1000), group.Number("road_error_m", 0.0001, 100));
        return image is { } i && road is { } r ? new(i, r, px ?? ImageErrorPx, m ?? RoadErrorM) : null;
    }

    private static SurveyLength? Length(SceneGroup group, SceneNumbers places)
    {
        var (from, to, metres) = (places.Pixel(group, "from"), places.Pixel(group, "to"), group.Number("metres", 0.01, 10_000));
        if (from is { } a && to == a) group.Wrong("to", "is the same point as from");
        var along = group.Choice("along", SceneWords.Directions) ?? LengthDirection.Any;
        var (px, m) = (group.Number("image_error_px", 0.001, 1000), group.Number("error_m", 0.0001, 100));
        return from is { } f && to is { } t && metres is { } l ? new(f, t, l, along, px ?? ImageErrorPx, m ?? RoadErrorM) : null;
    }
}
