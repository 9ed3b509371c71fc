using System.Text;
using Qyran.Rules.Exemptions;

namespace Qyran.Tests.Rules.Exemptions;

public sealed class ExemptionFileTests
{
    private const string Good = """
        qyran_exemptions: 1
        exemptions:
          - { plate: "123 abc-02", rules: [bus-lane, average-speed], from: 2026-01-01T00:00:00+05:00, until: 2027-01-01T00:00:00+05:00, basis: "permit 7", approved_by: "city" }
          - { plate: 077AAA01, basis: "ambulance", approved_by: "city" }
        """;

    [Fact]
    public void A_list_is_read_with_plates_as_they_are_searched()
    {
        var list = Read(Good, out var errors);
        Assert.True(list is not null, errors);
        Assert.Equal(2, list.Count);
        var one = Assert.Single(list.Of("123ABC02", "bus-lane", new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal(("123ABC02", "permit 7", "city", new DateTimeOffset(2025, 12, 31, 19, 0, 0, TimeSpan.Zero)), (one.Plate, one.Basis, one.ApprovedBy, one.From!.Value));
        // a plate in another alphabet's letters of the same drawing
        Assert.Single(list.Of("077ААА01", "red-light", null));
    }

    [Fact]
    public void An_ambulance_of_a_town_with_a_marked_letter_is_exempt_as_it_is_read()
        => Assert.Single(Read(Good.Replace("077AAA01", "GÖ-AB 123", StringComparison.Ordinal), out _)!.Of("GOAB123", "red-light", null));

    [Fact]
    public void The_example_of_the_docs_is_one()
    {
        var page = File.ReadAllText(Path.Combine(Material.Project, "docs", "howto", "exemptions.md"));
        Assert.Equal(2, Read(page.Split("```yaml")[1].Split("```")[0], out _)!.Count);
    }

    [Theory]
    [InlineData("exemptions: 1", "exemptions: 2", "line 1, qyran_exemptions: is 2; this program reads version 1")]
    [InlineData("plate: 077AAA01, ", "", "line 4, exemptions[1].plate: is missing")]
    [InlineData("plate: 077AAA01", "plate: 077*", "line 4, exemptions[1].plate: has * or ?; an exemption is for one plate")]
    [InlineData("plate: 077AAA01", "plate: A12？45", "line 4, exemptions[1].plate: has * or ?; an exemption is for one plate")] // full width
    [InlineData("plate: 077AAA01", "plate: 京A12345", "line 4, exemptions[1].plate: has a sign that cameras here never read")]
    [InlineData("plate: 077AAA01", "plate: '001'", "line 4, exemptions[1].plate: has 3 letters and digits; plates that cameras here read have 4 to 10")]
    [InlineData("plate: 077AAA01", "plate: '--'", "line 4, exemptions[1].plate: has 0 letters and digits")]
    [InlineData("basis: \"ambulance\", ", "", "line 4, exemptions[1].basis: is missing")]
    [InlineData("\"permit 7\", approved_by: \"city\"", "\"permit 7\"", "line 3, exemptions[0].approved_by: is missing")]
    [InlineData("bus-lane,", "bus_lanes,", "line 3, exemptions[0].rules: there is no rule 'bus_lanes'; did you mean 'bus-lane'?")]
    [InlineData("[bus-lane, average-speed]", "[]", "line 3, exemptions[0].rules: names no rule")]
    [InlineData("until: 2027", "untill: 2027", "line 3, exemptions[0].untill: is not known here; did you mean 'until'?")]
    [InlineData("until: 2027-01-01T00:00:00+05:00", "until: 2027-01-01T00:00:00", "line 3, exemptions[0].until: is '2027-01-01T00:00:00'; a time such as")]
    [InlineData("until: 2027", "until: 2025", "line 3, exemptions[0].until: is not after from")]
    public void What_is_wrong_is_said_with_line_and_field(string was, string becomes, string error)
    {
        Assert.Contains(was, Good, StringComparison.Ordinal);
        Assert.Null(Read(Good.Replace(was, becomes, StringComparison.Ordinal), out var errors));
        Assert.StartsWith(error, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_list_is_one_and_an_empty_or_too_large_file_is_none()
    {
        Assert.Equal(0, Read("qyran_exemptions: 1\nexemptions: []\n", out _)!.Count);
        Assert.Null(Read("", out var errors));
        Assert.Contains("it begins with 'qyran_exemptions: 1'", errors, StringComparison.Ordinal);
        Assert.Null(Read(new string(' ', ExemptionFile.MostBytes + 1), out errors));
        Assert.Contains("at most 10000000 are taken", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void More_entries_than_a_scene_may_have_of_anything_are_taken()
    {
        var many = new StringBuilder("qyran_exemptions: 1\nexemptions:\n");
        for (var i = 0; i < 2000; i++) many.Append("  - { plate: A").Append(i + 1000).Append(", basis: b, approved_by: c }\n");
        Assert.Equal(2000, Read(many.ToString(), out _)!.Count);
    }

    private static ExemptionList? Read(string yaml, out string errors)
    {
        var list = ExemptionFile.Read(Encoding.UTF8.GetBytes(yaml), out var found);
        errors = string.Join('\n', found);
        return list;
    }
}
