using System.Text;
using System.Text.Json.Nodes;
using Qyran.Domain.Units;
using Qyran.Evidence;

namespace Qyran.Tests.Evidence;

/// <summary>What a pack says of its speed.</summary>
public sealed class CaseJsonTests
{
    [Fact]
    public void The_margin_of_a_speed_comes_back()
    {
        using var pack = new SamplePack();
        var contents = pack.Contents("case-1");
        Assert.Equal(contents.Passage.Speed, CaseJson.Read(CaseJson.Write(contents.Case, contents.Passage))!.Passage.Speed);
        Assert.NotEqual(contents.Passage.Speed!.Error, contents.Passage.Speed.Margin);
    }

    [Fact]
    public void A_pack_from_before_the_margin_was_judged_by_its_error()
    {
        using var pack = new SamplePack();
        var contents = pack.Contents("case-1");
        var json = JsonNode.Parse(CaseJson.Write(contents.Case, contents.Passage))!;
        Assert.True(json["passage"]!["speed"]!.AsObject().Remove("margin_mmph"));
        var read = CaseJson.Read(Encoding.UTF8.GetBytes(json.ToJsonString()))!.Passage.Speed!;
        Assert.Equal(new Speed(1_234_567), read.Margin);
        Assert.Equal(new Speed(90_000_000), read.Decided);
    }
}
