using System.Globalization;
using System.Text.RegularExpressions;
using Qyran.Domain.Detections;
using Qyran.Line.Outputs;

namespace Qyran.Tests;

/// <summary>Docs may not point at what is not there.</summary>
public sealed partial class DocsTests
{
    public static TheoryData<string> Pages => [.. new[] { "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md" }
        .Concat(Directory.EnumerateFiles(Path.Combine(Material.Project, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(p => Path.GetRelativePath(Material.Project, p)).Order(StringComparer.Ordinal))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_path_and_link_of_a_page_exists(string page)
    {
        var text = File.ReadAllText(Path.Combine(Material.Project, page));
        var folder = Path.GetDirectoryName(Path.Combine(Material.Project, page))!;
        var links = Link().Matches(text).Select(m => m.Groups[1].Value.Split('#')[0]).Where(l => l.Length > 0 && !l.Contains("://", StringComparison.Ordinal))
            .Where(l => !Exists(Path.Combine(folder, l)));
        var paths = Quoted().Matches(text).Select(m => m.Groups[1].Value).Where(p => !p.AsSpan().ContainsAny("<>*{}")).Where(p => !Exists(Path.Combine(Material.Project, p)));
        Assert.Empty(links.Concat(paths).Distinct());
    }

    [Fact]
    public void Every_command_the_readme_names_is_known_to_the_program()
    {
        var help = Cli.QyranProcess.Run("--help").Out;
        var named = Command().Matches(File.ReadAllText(Path.Combine(Material.Project, "README.md"))).Select(m => m.Groups[1].Value).Distinct();
        Assert.Equal([], named.Where(c => c != "test" && !Regex.IsMatch(help, $@"^  {c}\b", RegexOptions.Multiline)));
    }

    [Fact]
    public void The_numbers_of_classes_in_tracks_are_told() =>
        Assert.Contains(string.Join(", ", Enum.GetValues<RoadUser>().Select(u => $"{(int)u} {PassageJson.Word(u)}")),
            File.ReadAllText(Path.Combine(Material.Project, "docs/howto/read-results.md")), StringComparison.Ordinal);

    [Fact]
    public void The_plates_that_the_readme_tells_are_those_of_the_accuracy_page()
    {
        // the set, pictures, plates, found, exact, character error, accepted, of these right, elsewhere, accepted elsewhere, ms
        List<string[]> rows = [.. File.ReadLines(Path.Combine(Material.Project, "docs/accuracy.md")).Select(l => l.Split('|', StringSplitOptions.TrimEntries))
            .Where(c => c is ["", "Kazakhstan, photos" or "Russia, photos", _, _, _, _, _, _, _, _, _, _, ""])];
        Assert.Equal(2, rows.Count);
        int Sum(int column) => rows.Sum(r => int.Parse(r[column], CultureInfo.InvariantCulture));
        Assert.All(rows, r => Assert.Equal("100.0 %", r[8]));
        Assert.Contains($"{Sum(7)} of {Sum(7)} at labelled plates right, and of {Sum(10)} more beside the labels nobody knows", File.ReadAllText(Path.Combine(Material.Project, "README.md")), StringComparison.Ordinal);
    }

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    // a path in backticks that begins with one of the project's folders
    [GeneratedRegex(@"`((?:src|tests|docs|bench|testdata|scenarios|jurisdictions|models|training|fuzz)/[^`\s]*)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\./qyran ([a-z]+)")]
    private static partial Regex Command();
}
