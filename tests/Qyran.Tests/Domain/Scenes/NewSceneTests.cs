using System.Collections.Immutable;
using System.Text;
using Qyran.Domain.Scenes;

namespace Qyran.Tests.Domain.Scenes;

/// <summary>What a new scene is refused for, and one that was taken before is not.</summary>
public sealed class NewSceneTests
{
    [Theory]
    [InlineData("lines:\n  - { id: loop, kind: solid, points: [[90, 400], [87, 200], [88, 200], [91, 400], [90, 400]] }", "lines[0].points", "along the middle of the paint")]
    [InlineData("lines:\n  - { id: open, kind: solid, points: [[90, 400], [87, 200], [88, 200], [91, 400]] }", "lines[0].points", "along the middle of the paint")]
    [InlineData("lines:\n  - { id: box, kind: stop, points: [[100, 300], [300, 300], [300, 306], [100, 306]] }", "lines[0].points", "along the middle of the paint")]
    [InlineData("lines:\n  - { id: knot, kind: count, points: [[100, 300], [300, 300], [200, 200], [200, 400]] }", "lines[0].points", "along the middle of the paint")]
    [InlineData("lanes:\n  - { id: \"a\\0\", area: [[0, 0], [9, 0], [9, 9]] }", "lanes[0].id", "U+0000")]
    [InlineData("lanes:\n  - { \"id\": \"a\\u0000\", area: [[0, 0], [9, 0], [9, 9]] }", "lanes[0].id", "U+0000")]
    [InlineData("limits:\n  - { kmh: 60, basis: \"\\e[31m\" }", "limits[0].basis", "U+001B")]
    [InlineData("limits:\n  - { kmh: 60, basis: \"a\\nb\" }", "limits[0].basis", "line break")]
    public void A_new_scene_is_refused_and_one_taken_before_goes_on(string added, string field, string text)
    {
        Assert.NotNull(Read(added, isNew: false, out _));
        Assert.Null(Read(added, isNew: true, out var errors));
        var error = Assert.Single(errors);
        Assert.Equal((5, field), (error.Line, error.Field));
        Assert.Contains(text, error.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lines:\n  - { id: bend, kind: solid, points: [[100, 400], [110, 200], [200, 110], [400, 100]] }")]
    [InlineData("lines:\n  - { id: hairpin, kind: solid, points: [[100, 400], [100, 200], [150, 150], [200, 200], [200, 400]] }")]
    [InlineData("limits:\n  - { kmh: 60, basis: \"\\U0001F6A6 қыран\" }")]
    public void A_bent_line_and_any_sign_are_taken(string added) => Assert.NotNull(Read(added, isNew: true, out _));

    [Fact]
    public void Lanes_that_overlap_are_named()
    {
        const string lanes = "lanes:\n  - { id: a, area: [[0, 0], [100, 0], [100, 400], [0, 400]] }\n  - { id: b, area: [[X, 0], [200, 0], [200, 400], [X, 400]] }";
        Assert.Empty(LaneOverlap.Notes(SceneText.Good(SceneText.Least + lanes.Replace("X", "95", StringComparison.Ordinal))));
        var note = Assert.Single(LaneOverlap.Notes(SceneText.Good(SceneText.Least + lanes.Replace("X", "50", StringComparison.Ordinal))));
        Assert.StartsWith("the lanes a and b overlap, by 50 %", note, StringComparison.Ordinal);
    }

    private static Scene? Read(string added, bool isNew, out ImmutableArray<SceneError> errors) =>
        SceneFile.Read(Encoding.UTF8.GetBytes(SceneText.Least + added), SceneText.Rules, out errors, isNew);
}
