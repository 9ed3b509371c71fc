using Qyran.Line;

namespace Qyran.Tests.Line;

public sealed class ShellTests
{
    [Theory]
    [InlineData("res/evidence", "res/evidence")]
    [InlineData("/var/lib/qyran-2/a_b.yaml", "/var/lib/qyran-2/a_b.yaml")]
    [InlineData("улица.yaml", "улица.yaml")]
    [InlineData("res a/evidence", "'res a/evidence'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("$HOME;ls", "'$HOME;ls'")]
    [InlineData("-rf", "./-rf")]
    [InlineData("- x", "'./- x'")]
    [InlineData("", "''")]
    public void A_path_is_shown_as_it_is_typed(string path, string typed) => Assert.Equal(typed, Shell.Quoted(path));
}
