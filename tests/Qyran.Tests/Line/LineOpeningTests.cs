using System.Text;
using Qyran.Domain.Scenes;
using Qyran.Line;
using Qyran.Media;
using Qyran.Rules;
using Qyran.Tests.Cli;

namespace Qyran.Tests.Line;

public sealed class LineOpeningTests
{
    [Fact]
    public void The_command_that_shows_all_errors_of_a_scene_can_be_typed_as_it_stands()
    {
        var folder = Directory.CreateTempSubdirectory("qyran opening ").FullName;
        try
        {
            var path = Path.Combine(folder, "scene.yaml");
            File.WriteAllText(path, "qyran_scene: 1\nnmae: made\n");
            Assert.EndsWith($"more: qyran scene check '{path}')", LineOpening.ReadScene(path).Failure?.Text, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_scene_stored_before_a_rule_asked_for_more_still_measures_and_a_new_one_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("qyran-opening-").FullName;
        try
        {
            var text = MadeVideo.Scene.Replace("id: only,", "id: only, only: [bus],", StringComparison.Ordinal) + "\n  - { rule: bus-lane, from_min: 420, until_min: 1200 }\n";
            var scene = SceneFile.Read(Encoding.UTF8.GetBytes(text), RuleBook.KnownRules, out var errors);
            Assert.True(scene is not null, string.Join('\n', errors));
            var video = new VideoInfo(640, 360, 0, "h264", "mp4", null, 25, 25, 1, 90_000, "yuv420p", false);
            var (setup, failure) = LineOpening.Assemble("none.mp4", video, scene, "motion", null);
            Assert.True(setup is not null, failure?.Text);
            setup.Detector.Dispose();

            var path = Path.Combine(folder, "scene.yaml");
            File.WriteAllText(path, text);
            Assert.Contains("bus-lane needs utc_offset_min", LineOpening.Open(MadeVideo.Driving(folder, seconds: 1), path, "motion", null, TestContext.Current.CancellationToken).Failure?.Text, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
