using System.Text;
using Qyran.Domain.Failures;
using Qyran.Evidence;
using Qyran.Line;
using Qyran.Line.Cases;
using Qyran.Tests.Cli;
using Qyran.Tests.Evidence;

namespace Qyran.Tests.Line;

/// <summary>Replays that end early. That a pack measures again is in <see cref="EvidenceRoundTripTests"/>.</summary>
public sealed class ReplayTests : IDisposable
{
    private readonly SamplePack sample = new();

    public void Dispose() => sample.Dispose();

    [Theory]
    [InlineData(SettingsText.TimeQuality, null)]
    [InlineData(SettingsText.TimeQuality, "splendid")]
    [InlineData(SettingsText.TimeQuality, "77")]
    [InlineData(SettingsText.TimeJitter, null)]
    [InlineData(SettingsText.TimeJitter, "little")]
    [InlineData("speed.BoxMiddle", "perhaps")]
    public void A_sound_pack_without_the_settings_of_its_measurement_is_refused(string name, string? value)
    {
        var (report, failure) = Replay.Run(Write(name, value), "motion", TestContext.Current.CancellationToken);
        Assert.Null(report);
        Assert.Equal(FailureKind.Unsupported, failure!.Kind);
        Assert.Contains("does not name the settings of its measurement", failure.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replay_that_was_stopped_says_nothing_of_the_pack()
    {
        var (report, failure) = Replay.Run(Write("time.more", "any"), "motion", new CancellationToken(canceled: true));
        Assert.Null(report);
        Assert.Equal(FailureKind.Cancelled, failure!.Kind);
    }

    /// <summary>With all settings that are needed but the one.</summary>
    private string Write(string name, string? value)
    {
        var contents = sample.Contents();
        var settings = contents.Settings.SetItem(SettingsText.TimeQuality, "Exact").SetItem(SettingsText.TimeJitter, "100");
        contents = contents with { SceneFile = Encoding.UTF8.GetBytes(MadeVideo.Scene), Settings = value is null ? settings.Remove(name) : settings.SetItem(name, value) };
        return Assert.IsType<PackOutcome.Written>(PackWriter.Write(sample.Folder, contents, sample.Key, null)).Path;
    }
}
