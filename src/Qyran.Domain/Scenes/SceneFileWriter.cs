using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Units;

namespace Qyran.Domain.Scenes;

/// <summary>Writes a scene as a scene file that a person can go on editing. Reading it back gives the same scene but for the hash.</summary>
public static class SceneFileWriter
{
    public static string Write(Scene scene)
    {
        var to = new StringBuilder();
        to.Append(CultureInfo.InvariantCulture, $"qyran_scene: {SceneFile.Version}\nname: {Text(scene.Name)}\n");
        var camera = scene.Camera;
        to.Append(CultureInfo.InvariantCulture, $"camera:\n  id: {Text(camera.Id)}\n  width: {camera.Width}\n  height: {camera.Height}\n");
        if (camera.Site is { } site) to.Append(CultureInfo.InvariantCulture, $"  site: {Text(site)}\n");
        if (camera.HeightMetres is { } high) to.Append(CultureInfo.InvariantCulture, $"  height_m: {Number(high)}\n");
        if (camera.Clock is { } clock) to.Append(CultureInfo.InvariantCulture, $"  clock: {Text(clock)}\n");
        if (camera.Verification is { } verified)
        {
            var row = Row(("certificate", Text(verified.Certificate)), ("authority", Text(verified.Authority)),
                ("valid_from", Time(verified.ValidFrom)), ("valid_until", Time(verified.ValidUntil)));
            to.Append(CultureInfo.InvariantCulture, $"  verification: {row}\n");
        }
        if (scene.Lens is { } l)
            to.Append(CultureInfo.InvariantCulture, $"lens: {{ fx: {Number(l.Fx)}, fy: {Number(l.Fy)}, cx: {Number(l.Cx)}, cy: {Number(l.Cy)}, k1: {Number(l.K1)}, k2: {Number(l.K2)}, p1: {Number(l.P1)}, p2: {Number(l.P2)}, k3: {Number(l.K3)} }}\n");
        if (scene.Survey is { } survey) Write(to, survey);
        List(to, "lanes", scene.Lanes, lane => Row(
            ("id", Text(lane.Id)), ("area", Points(lane.Area.Corners)),
            ("direction", lane is { From: { } tail, To: { } head } ? Points([tail, head]) : null), ("only", Classes(lane.Only))));
        List(to, "lines", scene.Lines, line => Row(
            ("id", Text(line.Id)), ("kind", SceneWords.Word(SceneWords.Lines, line.Kind)), ("points", Points(line.Points)),
            ("lanes", Names(line.Lanes)), ("signal", line.Signal is { } s ? Text(s) : null)));
        List(to, "zones", scene.Zones, zone => Row(
            ("id", Text(zone.Id)), ("kind", SceneWords.Word(SceneWords.Zones, zone.Kind)), ("area", Points(zone.Area.Corners))));
        List(to, "signals", scene.Signals, head => Row(
            ("id", Text(head.Id)), ("red", Box(head.Red)), ("yellow", head.Yellow is { } y ? Box(y) : null), ("green", Box(head.Green)),
            ("arrow_left", head.ArrowLeft is { } left ? Box(left) : null), ("arrow_straight", head.ArrowStraight is { } ahead ? Box(ahead) : null),
            ("arrow_right", head.ArrowRight is { } right ? Box(right) : null)));
        List(to, "limits", scene.Limits, limit => Row(
            ("kmh", Kmh(limit.Limit)), ("lanes", Names(limit.Lanes)), ("classes", Classes(limit.Classes)), ("basis", Text(limit.Basis)),
            ("approved_by", limit.ApprovedBy is { } by ? Text(by) : null), ("from", Time(limit.From)), ("until", Time(limit.Until))));
        List(to, "rules", scene.Rules, rule => Row(
            [("rule", Text(rule.Rule)), ("offence", rule.Offence is { } o ? Text(o) : null),
            ("basis", rule.Basis is { } basis ? Text(basis) : null), ("approved_by", rule.ApprovedBy is { } by ? Text(by) : null),
            .. rule.Values.Select(v => (v.Key, (string?)v.Value.ToString(CultureInfo.InvariantCulture)))]));
        return to.ToString();
    }

    private static void Write(StringBuilder to, Survey survey)
    {
        to.Append(CultureInfo.InvariantCulture, $"survey:\n  id: {Text(survey.Id)}\n  basis: {Text(survey.Basis)}\n");
        if (survey.SurveyedAt is { } at) to.Append(CultureInfo.InvariantCulture, $"  surveyed_at: {SceneTimes.Write(at)}\n");
        if (survey.ValidUntil is { } until) to.Append(CultureInfo.InvariantCulture, $"  valid_until: {SceneTimes.Write(until)}\n");
        if (survey.ScaleError > 0) to.Append(CultureInfo.InvariantCulture, $"  scale_error_percent: {Number(Math.Round(survey.ScaleError * 100, 10))}\n");
        List(to, "  points", survey.Points, p => Row(
            ("image", Point(p.Image)), ("road", $"[{Number(p.Road.X)}, {Number(p.Road.Y)}]"),
            ("image_error_px", Number(p.ImageErrorPx)), ("road_error_m", Number(p.RoadErrorM))));
        List(to, "  lengths", survey.Lengths, l => Row(
            ("from", Point(l.From)), ("to", Point(l.To)), ("metres", Number(l.Metres)), ("along", SceneWords.Word(SceneWords.Directions, l.Along)),
            ("image_error_px", Number(l.ImageErrorPx)), ("error_m", Number(l.ErrorM))));
    }

    private static void List<T>(StringBuilder to, string key, ImmutableArray<T> items, Func<T, string> row)
    {
        if (items.IsDefaultOrEmpty) return;
        to.Append(CultureInfo.InvariantCulture, $"{key}:\n");
        var indent = new string(' ', key.Length - key.TrimStart().Length + 2);
        foreach (var item in items) to.Append(CultureInfo.InvariantCulture, $"{indent}- {row(item)}\n");
    }

    private static string Row(params (string Key, string? Value)[] fields) =>
        $"{{ {string.Join(", ", fields.Where(f => f.Value is not null).Select(f => $"{f.Key}: {f.Value}"))} }}";

    // "R": the shortest text that reads back as the same number
    private static string Number(double v) => v.ToString("R", CultureInfo.InvariantCulture);

    private static string Kmh(Speed limit) => limit.Kmh.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Point(RawPixel p) => $"[{Number(p.X)}, {Number(p.Y)}]";

    private static string Points(ImmutableArray<RawPixel> points) => $"[{string.Join(", ", points.Select(Point))}]";

    private static string Box(PixelBox b) => $"[{Number(b.X)}, {Number(b.Y)}, {Number(b.Width)}, {Number(b.Height)}]";

    private static string? Names(ImmutableArray<string> names) => names.IsDefaultOrEmpty ? null : $"[{string.Join(", ", names.Select(Text))}]";

    private static string? Classes(ImmutableArray<RoadUser> classes) =>
        classes.IsDefaultOrEmpty ? null : $"[{string.Join(", ", classes.Select(c => SceneWords.Word(SceneWords.Classes, c)))}]";

    private static string? Time(DateTimeOffset? time) => time is { } t ? SceneTimes.Write(t) : null;

    // plain where no YAML reader could take it for anything but this text, else in double quotes
    private static string Text(string text)
    {
        var plain = text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '/' or '.')
            && text.ToLowerInvariant() is not ("null" or "true" or "false" or "yes" or "no" or "on" or "off" or "y" or "n");
        if (plain) return text;
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF') quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else quoted.Append(c);
        }
        return quoted.Append('"').ToString();
    }
}
