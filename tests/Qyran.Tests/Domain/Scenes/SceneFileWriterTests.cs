using CsCheck;
using Qyran.Domain.Scenes;

namespace Qyran.Tests.Domain.Scenes;

public sealed class SceneFileWriterTests
{
    [Theory]
    [InlineData(SceneText.Full)]
    [InlineData(SceneText.Least)]
    public void A_written_scene_reads_back_the_same(string text)
    {
        var first = SceneFileWriter.Write(SceneText.Good(text));
        var second = SceneFileWriter.Write(SceneText.Good(first));
        Assert.Equal(first, second);
    }

    [Fact]
    public void Everything_of_a_full_scene_is_written()
    {
        var (before, after) = (SceneText.Good(SceneText.Full), SceneText.Good(SceneFileWriter.Write(SceneText.Good(SceneText.Full))));
        Assert.Equal((before.Name, before.Camera, before.Lens), (after.Name, after.Camera, after.Lens));
        Assert.Equal(before.Survey!.Points, after.Survey!.Points);
        Assert.Equal(before.Survey.Lengths, after.Survey.Lengths);
        Assert.Equal((before.Survey.Id, before.Survey.Basis, before.Survey.SurveyedAt, before.Survey.ValidUntil),
            (after.Survey.Id, after.Survey.Basis, after.Survey.SurveyedAt, after.Survey.ValidUntil));
        Assert.Equal(before.Lanes.Select(l => (l.Id, l.From, l.To, l.Only.Length)), after.Lanes.Select(l => (l.Id, l.From, l.To, l.Only.Length)));
        Assert.Equal(before.Lanes.SelectMany(l => l.Area.Corners), after.Lanes.SelectMany(l => l.Area.Corners));
        Assert.Equal(before.Lines.Select(l => (l.Id, l.Kind, l.Signal, l.Lanes.Length)), after.Lines.Select(l => (l.Id, l.Kind, l.Signal, l.Lanes.Length)));
        Assert.Equal(before.Zones.Select(z => (z.Id, z.Kind)), after.Zones.Select(z => (z.Id, z.Kind)));
        Assert.Equal(before.Signals, after.Signals);
        Assert.Equal(before.Limits.Select(l => (l.Limit, l.Basis, l.ApprovedBy, l.From, l.Until)), after.Limits.Select(l => (l.Limit, l.Basis, l.ApprovedBy, l.From, l.Until)));
        Assert.Equal(before.Rules.Select(r => (r.Rule, r.Offence, r.Basis, r.ApprovedBy, r.Values.Count)), after.Rules.Select(r => (r.Rule, r.Offence, r.Basis, r.ApprovedBy, r.Values.Count)));
    }

    [Fact]
    public void Arrows_beside_a_signal_survive_writing_and_reading()
    {
        var scene = SceneText.Good(SceneText.Least) with { Signals = [new("main", new(10, 10, 9, 9), null, new(10, 30, 9, 9)) { ArrowLeft = new(1, 30, 8, 9), ArrowRight = new(20, 30, 8, 9) }] };
        var head = Assert.Single(SceneText.Good(SceneFileWriter.Write(scene)).Signals);
        Assert.Equal(scene.Signals[0], head);
        Assert.Equal(["main/left", "main/right"], head.Arrows().Select(a => head.ArrowId(a.Way)));
    }

    [Fact]
    public void Any_name_and_number_survive_writing_and_reading() =>
        Gen.Select(Gen.String[1, 40].Where(s => s.Trim().Length > 0 && !s.Any(char.IsSurrogate)), Gen.Double[-128, 768]).Sample((name, x) =>
        {
            var scene = SceneText.Good(SceneText.Least) with
            {
                Name = name,
                Lines = [new("a", LineKind.Count, [new(x, 0), new(1, 500)], [], null)],
            };
            var back = SceneText.Good(SceneFileWriter.Write(scene));
            return back.Name == name && back.Lines[0].Points[0].X == x;
        }, iter: 500, threads: 1);
}
