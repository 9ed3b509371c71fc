using System.Globalization;
using Qyran.Measure.Scoring;

namespace Qyran.Tests.Measure.Scoring;

/// <summary>
/// Figures other people published for result files that we have, to the last printed digit unless said otherwise. The files (TUD-Campus and TUD-Stadtmitte,
/// the CEM tracker's results) and their figures come with py-motmetrics (MIT), https://github.com/cheind/py-motmetrics.
/// </summary>
public sealed class PublishedResultTests
{
    /// <summary>README of py-motmetrics, "MOTChallenge compatibility": what the MOTChallenge Matlab development kit prints.</summary>
    public static TheoryData<string, int, string> DevelopmentKit => new()
    {
        { "TUD-Campus", 71, "55.8 73.0 45.1| 58.2  94.1  0.18|  8   1   6   1|   13   150    7    7| 52.6  72.3  54.3" },
        { "TUD-Stadtmitte", 179, "64.5 82.0 53.1| 60.9  94.0  0.25| 10   5   4   1|   45   452    7    6| 56.4  65.4  56.9" },
    };

    [Theory]
    [MemberData(nameof(DevelopmentKit))]
    public void The_figures_of_the_MOTChallenge_development_kit_come_out_to_the_printed_digit(string name, int frames, string printed)
    {
        var score = Score(name, frames);
        var (c, id) = (score.Clear, score.Identity);
        var ours = string.Create(CultureInfo.InvariantCulture,
            $"{100 * id.F1:0.0} {100 * id.Precision:0.0} {100 * id.Recall:0.0} {100 * c.Recall:0.0} {100 * c.Precision:0.0} {c.FalseAlarmsPerFrame:0.00} {c.Tracks} {c.MostlyTracked} {c.PartlyTracked} {c.MostlyLost} {c.FalsePositives} {c.Misses} {c.Switches} {c.Fragments} {100 * c.Mota:0.0} {100 * c.Motp:0.0} {100 * c.Motal:0.0}");
        Assert.Equal(string.Join(' ', printed.Split([' ', '|'], StringSplitOptions.RemoveEmptyEntries)), ours);
    }

    /// <summary>The expectations of py-motmetrics' own test of these files, six digits; its MOTP is a distance, 1 − ours.</summary>
    public static TheoryData<string, string> MotMetrics => new()
    {
        { "TUD-Campus", "0.557659 0.729730 0.451253 0.582173 0.941441 8 1 6 1 13 150 7 7 0.526462 0.277201" },
        { "TUD-Stadtmitte", "0.644619 0.819760 0.531142 0.608997 0.939920 10 5 4 1 45 452 7 6 0.564014 0.345904" },
        { "both", "0.624296 0.799176 0.512211 0.602640 0.940268 18 6 10 2 58 602 14 13 0.555116 0.330177" },
    };

    [Theory]
    [MemberData(nameof(MotMetrics))]
    public void The_six_digit_expectations_of_py_motmetrics_come_out_one_by_one_and_taken_together(string name, string expected)
    {
        var score = name == "both" ? Score("TUD-Campus", 71) + Score("TUD-Stadtmitte", 179) : Score(name, 71);
        var (c, id) = (score.Clear, score.Identity);
        Assert.Equal(expected, string.Create(CultureInfo.InvariantCulture,
            $"{id.F1:0.000000} {id.Precision:0.000000} {id.Recall:0.000000} {c.Recall:0.000000} {c.Precision:0.000000} {c.Tracks} {c.MostlyTracked} {c.PartlyTracked} {c.MostlyLost} {c.FalsePositives} {c.Misses} {c.Switches} {c.Fragments} {c.Mota:0.000000} {1 - c.Motp:0.000000}"));
    }

    /// <summary>
    /// HOTA, DetA and AssA for the same files in the README of py-motmetrics, whose own tests hold them to TrackEval 1.3.0, the
    /// MOTChallenge's kit since 2021, within 0.000001.
    /// </summary>
    public static TheoryData<string, string> HigherOrder => new()
    {
        { "TUD-Campus", "39.1 41.8 36.9" },
        { "TUD-Stadtmitte", "39.8 39.2 40.9" },
        { "both", "40.0 39.8 41.2" },
    };

    [Theory]
    [MemberData(nameof(HigherOrder))]
    public void The_HOTA_figures_published_for_these_files_come_out_to_the_printed_digit(string name, string printed)
    {
        var hota = (name == "both" ? Score("TUD-Campus", 71) + Score("TUD-Stadtmitte", 179) : Score(name, 71)).Hota;
        Assert.Equal(printed, string.Create(CultureInfo.InvariantCulture, $"{100 * hota.Value:0.0} {100 * hota.DetA:0.0} {100 * hota.AssA:0.0}"));
    }

    /// <summary>
    /// TrackEval's figures as quoted with four digits in the tests of evaldet (https://github.com/tadejsv/EvalDeT). LocA agrees to the
    /// last digit; the others were made with an older TrackEval and differ from today's by up to 0.0003, from ours as well.
    /// </summary>
    [Theory]
    [InlineData("TUD-Campus", 0.3914, 0.4181, 0.3691, "0.7701")]
    [InlineData("TUD-Stadtmitte", 0.3979, 0.3923, 0.4085, "0.7375")]
    public void The_older_four_digit_figures_agree_in_LocA_and_nearly_in_the_rest(string name, double hota, double detA, double assA, string locA)
    {
        var ours = Score(name, 71).Hota;
        Assert.Equal(locA, ours.LocA.ToString("0.0000", CultureInfo.InvariantCulture));
        Assert.Equal(hota, ours.Value, 4e-4);
        Assert.Equal(detA, ours.DetA, 4e-4);
        Assert.Equal(assA, ours.AssA, 4e-4);
    }

    private static TrackScore Score(string name, int frames)
    {
        var folder = Material.Need($"mot/motmetrics/{name}");
        using var truth = File.OpenText(Path.Combine(folder, "gt.txt"));
        using var result = File.OpenText(Path.Combine(folder, "test.txt"));
        Assert.True(MotChallengeText.TryReadLabels(truth, out var labels, out var failure), failure?.Text);
        Assert.True(MotChallengeText.TryRead(result, out var rows, out failure), failure?.Text);
        var (asked, counted) = MotPedestrians.Counted(labels, rows);
        return TrackScore.Of(asked, counted, frames);
    }
}
