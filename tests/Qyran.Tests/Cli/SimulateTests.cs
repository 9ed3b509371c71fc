using Qyran.Tests.Simulator;

namespace Qyran.Tests.Cli;

/// <summary>A slip on the command line ends in one line.</summary>
public sealed class SimulateTests
{
    [Fact]
    public void An_empty_folder_name_is_refused_in_one_line()
    {
        var ended = QyranProcess.Run("simulate", Path.Combine(Scenarios.Folder, "empty.yaml"), "--out", "", "--truth-only");
        Assert.Equal(64, ended.Code);
        Assert.Contains("--out is empty", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }
}
