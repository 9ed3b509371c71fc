using Qyran.Domain.Scenes;

namespace Qyran.Tests.Domain.Scenes;

public sealed class SceneDrawingTests
{
    [Theory]
    [InlineData("nan")]
    [InlineData("NaN")]
    [InlineData("infinity")]
    public void A_name_that_parses_as_no_number_of_JSON_stays_a_name(string name)
    {
        var scene = SceneText.Good(SceneText.Least) with
        {
            Camera = new(name, 640, 480, null, null),
            Lines = [new(name, LineKind.Count, [new(1, 0), new(1, 500)], [], null)],
        };
        var drawn = SceneDrawing.Of(scene);
        Assert.Equal(name, (string?)drawn["camera"]!["id"]);
        Assert.Equal(name, (string?)drawn["lines"]![0]!["id"]);
        Assert.Equal(640, (double)drawn["camera"]!["width"]!);
        Assert.Equal(drawn.ToJsonString(), SceneDrawing.Of(SceneText.Good(drawn.ToJsonString())).ToJsonString());
    }
}
