using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Domain.Units;

namespace Qyran.Tests.Domain.Scenes;

public sealed class SceneFileTests
{
    [Fact]
    public void A_full_scene_is_read_as_written()
    {
        var scene = SceneText.Good(SceneText.Full);
        Assert.Equal("junction", scene.Name);
        var verification = new DeviceVerification("12/07", "example", new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(new SceneCamera("cam-1", 640, 480, "Hanoi: junction", 8, "checked: GNSS") { Verification = verification }, scene.Camera);
        Assert.Equal(new LensModel(900, 900, 320, 240, -0.1, 0, 0, 0, 0), scene.Lens);
        Assert.Equal(new SurveyPoint(new(200.25, 400), new(3.5, 0), 1, 0.03), scene.Survey!.Points[1]);
        Assert.Equal(new DateTimeOffset(2027, 11, 24, 0, 0, 0, TimeSpan.Zero), scene.Survey.ValidUntil);
        Assert.Equal(LengthDirection.Across, scene.Survey.Lengths[0].Along);
        Assert.Equal((new RawPixel(60, 470), new RawPixel(130, 210)), (scene.Lanes[0].From!.Value, scene.Lanes[0].To!.Value));
        Assert.Equal([RoadUser.Bus], scene.Lanes[1].Only);
        Assert.Equal((LineKind.Stop, "main", "left"), (scene.Lines[0].Kind, scene.Lines[0].Signal, scene.Lines[0].Lanes[0]));
        Assert.Equal(ZoneKind.Ignore, scene.Zones[0].Kind);
        Assert.Equal(new SignalHead("main", new(548, 178, 24, 18), null, new(548, 218, 24, 18)), scene.Signals[0]);
        Assert.Equal(Speed.FromKmh(40.5m), scene.Limits[1].Limit);
        Assert.Equal(500m, scene.Rules[1].Values["grace_ms"]);
        Assert.Equal(("order 15, item 3", "example"), (scene.Rules[1].Basis, scene.Rules[1].ApprovedBy));
        Assert.Null(scene.Rules[0].Offence);
    }

    [Fact]
    public void Without_verification_and_provenance_a_scene_is_read_as_before()
    {
        var scene = SceneText.Good(SceneText.Least + "rules:\n  - { rule: red-light, grace_ms: 500 }");
        Assert.Null(scene.Camera.Verification);
        Assert.Equal(((string?)null, (string?)null, 500m), (scene.Rules[0].Basis, scene.Rules[0].ApprovedBy, scene.Rules[0].Values["grace_ms"]));
        Assert.DoesNotContain("verification", SceneFileWriter.Write(scene), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ authority: a, valid_until: 2027-01-01T00:00:00Z }", "camera.verification.certificate", "is missing")]
    [InlineData("{ certificate: 12, authority: a }", "camera.verification.valid_until", "is missing")]
    [InlineData("{ certificate: 12, authority: a, valid_until: 2027-01-01T00:00:00 }", "camera.verification.valid_until", "2026-11-24T00:00:00Z")]
    [InlineData("{ certificate: 12, authority: a, valid_from: 2027-01-01T00:00:00Z, valid_until: 2027-01-01T00:00:00Z }", "camera.verification.valid_until", "not after valid_from")]
    [InlineData("{ certificate: 12, authority: a, valid_untill: 2027-01-01T00:00:00Z }", "camera.verification.valid_untill", "did you mean 'valid_until'")]
    [InlineData("{ certificate: '', authority: a, valid_until: 2027-01-01T00:00:00Z }", "camera.verification.certificate", "empty text")]
    [InlineData("certificate 12", "camera.verification", "a group with the keys")]
    public void A_wrong_verification_is_refused_with_its_field(string written, string field, string text)
    {
        Assert.Null(SceneText.Read(SceneText.Least.Replace("height: 480", "height: 480, verification: " + written, StringComparison.Ordinal), out var errors));
        Assert.True(errors.Any(e => e.Line == 3 && e.Field == field && e.Text.Contains(text, StringComparison.Ordinal)), string.Join(" | ", errors));
    }

    [Fact]
    public void The_hash_is_of_the_bytes_as_they_are()
    {
        var bytes = Encoding.UTF8.GetBytes("\uFEFF" + SceneText.Least);
        var scene = SceneFile.Read(bytes, SceneText.Rules, out _);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), scene!.Hash);
    }

    public static TheoryData<string, string, int, string, string> Refused => new()
    {
        // what is wrong, appended to the least scene (3 lines), line, field, part of the text
        { "an unknown key", "lens_model: 3", 4, "lens_model", "not known here" },
        { "a misspelt key", "zonse: []", 4, "zonse", "did you mean 'zones'" },
        { "a misspelt inner key", "zones:\n  - { id: a, knid: ignore, area: [[0, 0], [9, 0], [9, 9]] }", 5, "zones[0].knid", "did you mean 'kind'" },
        { "a missing key", "zones:\n  - { id: a, kind: ignore }", 5, "zones[0].area", "is missing" },
        { "a misspelt kind", "zones:\n  - { id: a, kind: no-stoping, area: [[0, 0], [9, 0], [9, 9]] }", 5, "zones[0].kind", "did you mean 'no_stopping'" },
        { "a key twice", "name: y", 4, "name", "given twice, first on line 2" },
        { "an id twice", "zones:\n  - { id: a, kind: ignore, area: [[0, 0], [9, 0], [9, 9]] }\n  - { id: a, kind: ignore, area: [[0, 0], [9, 0], [9, 9]] }", 6, "zones[1].id", "taken, see line 5" },
        { "a bow tie", "zones:\n  - { id: a, kind: ignore, area: [[0, 0], [90, 90], [90, 0], [0, 90]] }", 5, "zones[0].area", "side 0–1 meets side 2–3" },
        { "a spike", "zones:\n  - { id: a, kind: ignore, area: [[0, 0], [90, 0], [50, 0], [50, 50]] }", 5, "zones[0].area", "itself" },
        { "an area without an area", "zones:\n  - { id: a, kind: ignore, area: [[0, 0], [50, 50], [90, 90]] }", 5, "zones[0].area", "itself" },
        { "two corners", "zones:\n  - { id: a, kind: ignore, area: [[0, 0], [90, 90]] }", 5, "zones[0].area", "at least 3" },
        { "a closed polygon", "zones:\n  - { id: a, kind: ignore, area: [[0, 0], [90, 0], [90, 90], [0, 0]] }", 5, "zones[0].area", "leave the last one out" },
        { "a repeated corner", "zones:\n  - { id: a, kind: ignore, area: [[0, 0], [90, 0], [90, 0], [90, 90]] }", 5, "zones[0].area[2]", "repeats" },
        { "a point far outside", "lines:\n  - { id: a, kind: count, points: [[0, 0], [769, 0]] }", 5, "lines[0].points[1]", "more than 20 % outside the 640x480 picture" },
        { "NaN", "lines:\n  - { id: a, kind: count, points: [[0, NaN], [7, 0]] }", 5, "lines[0].points[0][1]", "finite number" },
        { "YAML's nan", "lines:\n  - { id: a, kind: count, points: [[0, .nan], [7, 0]] }", 5, "lines[0].points[0][1]", "finite number" },
        { "infinity", "lines:\n  - { id: a, kind: count, points: [[0, 1e999], [7, 0]] }", 5, "lines[0].points[0][1]", "finite number" },
        { "a word for a number", "lines:\n  - { id: a, kind: count, points: [[0, left], [7, 0]] }", 5, "lines[0].points[0][1]", "'left'" },
        { "a point of three", "lines:\n  - { id: a, kind: count, points: [[0, 1, 2], [7, 0]] }", 5, "lines[0].points[0]", "a list of 3" },
        { "an unknown rule", "rules:\n  - { rule: redlight }", 5, "rules[0].rule", "did you mean 'red-light'" },
        { "an unknown setting", "rules:\n  - { rule: red-light, grace_s: 1 }", 5, "rules[0].grace_s", "did you mean 'grace_ms'" },
        { "a misspelt provenance", "rules:\n  - { rule: red-light, aproved_by: me }", 5, "rules[0].aproved_by", "did you mean 'approved_by'" },
        { "a list for a basis", "rules:\n  - { rule: red-light, basis: [a] }", 5, "rules[0].basis", "a text is wanted" },
        { "a word for a setting", "rules:\n  - { rule: red-light, grace_ms: much }", 5, "rules[0].grace_ms", "a number" },
        { "a rule twice", "rules:\n  - { rule: speeding }\n  - { rule: speeding }", 6, "rules[1].rule", "see line 5" },
        { "an undefined lane", "lanes:\n  - { id: left, area: [[0, 0], [9, 0], [9, 9]] }\nlines:\n  - { id: a, kind: stop, points: [[0, 0], [7, 0]], lanes: [lefd] }", 7, "lines[0].lanes", "did you mean 'left'" },
        { "an undefined signal", "lines:\n  - { id: a, kind: stop, points: [[0, 0], [7, 0]], signal: main }", 5, "lines[0].signal", "none is defined" },
        { "an expired survey", "survey: { id: a, basis: b, surveyed_at: 2026-01-02T00:00:00Z, valid_until: 2026-01-01T00:00:00Z, points: [{ image: [0, 0], road: [0, 0] }] }", 4, "survey.valid_until", "not after" },
        { "a time without zone", "limits:\n  - { kmh: 60, basis: b, from: 2026-01-02T00:00:00 }", 5, "limits[0].from", "2026-11-24T00:00:00Z" },
        { "two general limits", "limits:\n  - { kmh: 60, basis: b }\n  - { kmh: 50, basis: c }", 6, "limits[1]", "limits[0] (line 5)" },
        { "crossing limits", "lanes:\n  - { id: l, area: [[0, 0], [9, 0], [9, 9]] }\nlimits:\n  - { kmh: 60, basis: b, lanes: [l] }\n  - { kmh: 50, basis: c, classes: [truck] }", 8, "limits[1]", "neither is the more special" },
        { "a limit of nothing", "limits:\n  - { kmh: 0, basis: b }", 5, "limits[0].kmh", "from 1 to 300" },
        { "a limit of hardly anything", "limits:\n  - { kmh: 0.0000001, basis: b }", 5, "limits[0].kmh", "from 1 to 300" },
        { "a limit written as a share", "limits:\n  - { kmh: 0.06, basis: b }", 5, "limits[0].kmh", "from 1 to 300" },
        { "a second document", "---\nname: y", 4, "file", "second document" },
        { "an anchor", "zones: &z []", 4, "zones", "anchor" },
        { "a tag", "zones: !!seq []", 4, "zones", "tag" },
        { "a tab", "zones:\n\t- 1", 5, "file", "tab" },
        { "broken YAML", "zones: [", 5, "file", "not YAML" },
        { "an arrow outside", "signals:\n  - { id: a, red: [0, 0, 20, 20], green: [0, 30, 9, 9], arrow_left: [636, 30, 9, 9] }", 5, "signals[0].arrow_left", "reaches out" },
        { "an arrow named as another signal", "signals:\n  - { id: a, red: [0, 0, 20, 20], green: [0, 30, 9, 9], arrow_left: [20, 30, 9, 9] }\n  - { id: a/left, red: [0, 0, 20, 20], green: [0, 30, 9, 9] }", 5, "signals[0].id", "another signal's id" },
        { "a lamp outside", "signals:\n  - { id: a, red: [630, 0, 20, 20], green: [0, 0, 9, 9] }", 5, "signals[0].red", "reaches out" },
        { "an empty value", "lens:", 4, "lens", "has no value" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_wrong_scene_is_refused_with_line_and_field(string what, string added, int line, string field, string text)
    {
        Assert.Null(SceneText.Read(SceneText.Least + added, out var errors));
        Assert.True(errors.Any(e => e.Line == line && e.Field == field && e.Text.Contains(text, StringComparison.Ordinal)),
            $"{what}: {string.Join(" | ", errors)}");
    }

    public static TheoryData<string, byte[]> NotText => new()
    {
        { "empty", [] },
        { "only a comment", "# nothing"u8.ToArray() },
        { "Latin-1", [.. "name: "u8, 0xE9, .. "t"u8] },
        { "UTF-16", Encoding.Unicode.GetBytes(SceneText.Least) },
        { "zeros", new byte[64] },
        { "too big", new byte[1_000_001] },
        { "a list", "- 1\n- 2"u8.ToArray() },
        { "a word", "scene"u8.ToArray() },
        { "a deep nest", Encoding.UTF8.GetBytes("a: " + new string('[', 100_000)) },
        { "a billion laughs", "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(NotText))]
    public void What_is_no_scene_is_refused_without_a_crash(string what, byte[] bytes)
    {
        Assert.Null(SceneFile.Read(bytes, SceneText.Rules, out var errors));
        Assert.True(errors.Length > 0, what);
    }

    [Fact]
    public void All_errors_come_at_once_in_file_order()
    {
        SceneText.Read("qyran_scene: 2\nname: ''\ncamera: { id: c, width: many, height: 480 }\nzones:\n  - { id: a }\n", out var errors);
        Assert.Equal(["qyran_scene", "name", "camera.width", "zones[0].kind", "zones[0].area"], errors.Select(e => e.Field));
    }

    [Fact]
    public void A_more_special_limit_beside_a_general_one_is_clear() =>
        Assert.Equal(2, SceneText.Good(SceneText.Least + "limits:\n  - { kmh: 60, basis: b }\n  - { kmh: 50, classes: [truck], basis: c }").Limits.Length);

    [Fact]
    public void Damaged_bytes_never_crash_the_reader() =>
        Gen.Select(Gen.Int[0, SceneText.Full.Length - 1], Gen.Byte, Gen.Int[0, 40]).Sample((at, with, cut) => IsReadOrRefused(at, with, cut), iter: 2000, threads: 1);

    [Theory]
    [InlineData(1456, 248, 6, "the parser ended a map in the middle of a pair")]
    public void Damage_that_once_crashed_the_reader_is_refused(int at, byte with, int cut, string how) => Assert.True(IsReadOrRefused(at, with, cut), how);

    private static bool IsReadOrRefused(int at, byte with, int cut)
    {
        var bytes = Encoding.UTF8.GetBytes(SceneText.Full).ToList();
        bytes[at] = with;
        bytes.RemoveRange(at, Math.Min(cut, bytes.Count - at));
        var scene = SceneFile.Read(bytes.ToArray(), SceneText.Rules, out var errors);
        return scene is null == errors.Length > 0;
    }

    [Fact]
    public void A_scene_for_another_picture_is_named_with_both_sizes()
    {
        var scene = SceneText.Good(SceneText.Least);
        Assert.Null(SceneFit.Check(scene, 640, 480));
        Assert.Contains("drawn for 640x480, the video is 1920x1080", SceneFit.Check(scene, 1920, 1080)!.Text, StringComparison.Ordinal);
        Assert.Contains("turned", SceneFit.Check(scene, 480, 640)!.Text, StringComparison.Ordinal);
    }
}
