namespace Qyran.Tests.Cli;

/// <summary>A mistyped command line is one line on stderr and a code of its own: 1 means "altered" to whoever verifies evidence.</summary>
public sealed class ParseFailureTests
{
    [Theory]
    [InlineData("'--kye'", "qyran verify --help", "verify", "pack.zip", "--kye", "device.pub.pem")]
    [InlineData("PACK", "qyran verify --help", "verify")]
    [InlineData("there is no command 'anaylze'; did you mean analyze?", "qyran --help", "anaylze", "street.mp4")]
    [InlineData("there is no command 'analyse'; did you mean analyze?", "qyran --help", "analyse", "x")]
    [InlineData("qyran: there is no command 'everything' (", "qyran --help", "everything")]
    [InlineData("only ./qyran in the project's folder has it", "qyran --help", "test")]
    [InlineData("there is no command 'chek'; did you mean check?", "qyran scene --help", "scene", "chek")]
    [InlineData("'on' 'off'", "qyran analyze --help", "analyze", "street.mp4", "--plates", "maybe")]
    [InlineData("'presence' 'size' 'hash'", "qyran check --help", "check", "data", "--level", "7")]
    [InlineData("DATA", "qyran check audit --help", "check", "audit")]
    [InlineData("'many'", "qyran serve --help", "serve", "--port", "many")]
    [InlineData("command", "qyran scene --help", "scene")]
    public void What_cannot_be_understood_is_named_with_where_to_look(string named, string hint, params string[] arguments)
    {
        var ended = QyranProcess.Run(arguments);
        Assert.Equal(64, ended.Code);
        Assert.Single(ended.ErrorLines);
        Assert.StartsWith("qyran: ", ended.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains(named, ended.ErrorLines[0], StringComparison.Ordinal);
        Assert.EndsWith($"(see {hint})", ended.ErrorLines[0], StringComparison.Ordinal);
        Assert.Equal("", ended.Out);
    }

    [Fact]
    public void Help_is_no_failure_and_lists_every_command_with_a_whole_sentence()
    {
        foreach (var command in (string[][])[[], ["scene"], ["score"], ["check"]])
        {
            var help = QyranProcess.Run([.. command, "--help"]);
            Assert.Equal((0, ""), (help.Code, help.Error));
            var list = help.Out[help.Out.IndexOf("Commands:", StringComparison.Ordinal)..].Split("\n\n")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
            Assert.NotEmpty(list);
            Assert.All(list, line => Assert.EndsWith(".", line.TrimEnd(), StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_help_of_a_command_below_another_names_its_own_arguments_alone()
    {
        var help = QyranProcess.Run("check", "audit", "--help").Out;
        Assert.Contains("  qyran check audit <DATA> [options]", help, StringComparison.Ordinal);
        Assert.Single(help.Split('\n'), line => line.StartsWith("  <DATA>", StringComparison.Ordinal));
        Assert.Contains("  qyran check <DATA> ", QyranProcess.Run("check", "--help").Out, StringComparison.Ordinal);
    }
}
